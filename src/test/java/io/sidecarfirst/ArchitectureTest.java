package io.sidecarfirst;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.hazard.Hazards;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rooms, and the arrows between them: who may know whom. */
@AnalyzeClasses(packages = "io.sidecarfirst", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.sidecarfirst.";

    /** No package: primitive types. */
    private static final String[] JDK_WITHOUT_IO = {"", "java.lang..", "java.util..", "java.math.."};

    private static final String[] TREE = {"tools.jackson..", "org.jspecify.."};

    private static DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaClass> jdk() {
        return in("", "java..", "javax..");
    }

    private static ArchRule only(String room, DescribedPredicate<JavaClass> allowed) {
        return classes()
                .that()
                .resideInAPackage(ROOT + room)
                .should()
                .onlyDependOnClassesThat(in(ROOT + room).or(allowed));
    }

    @ArchTest
    static final ArchRule gateIsPure =
            only("gate", in(JDK_WITHOUT_IO).or(in(TREE)).or(in("org.yaml.snakeyaml..")));

    @ArchTest
    static final ArchRule sourcesKnowOnlyTheGate =
            only("gate.source", in(JDK_WITHOUT_IO).or(in(TREE)).or(in(ROOT + "gate")));

    @ArchTest
    static final ArchRule vetoesKnowTheGateAndThePrograms = only(
            "gate.veto",
            in(JDK_WITHOUT_IO).or(in(TREE)).or(in(ROOT + "gate", ROOT + "gate.program", ROOT + "gate.options")));

    @ArchTest
    static final ArchRule optionsKnowOnlyTheGate =
            only("gate.options", in(JDK_WITHOUT_IO).or(in(TREE)).or(in(ROOT + "gate")));

    @ArchTest
    static final ArchRule programsKnowTheGateAndTheOptions = only(
            "gate.program",
            in(JDK_WITHOUT_IO)
                    // Its resource.
                    .or(in("java.io", "java.nio.charset", "org.yaml.snakeyaml.."))
                    .or(in(TREE))
                    .or(in(ROOT + "gate", ROOT + "gate.options")));

    @ArchTest
    static final ArchRule gateHasNoClockNoChanceAndNoThreads = noClasses()
            .that()
            .resideInAPackage(ROOT + "gate..")
            .should()
            .dependOnClassesThat(type(System.class)
                    .or(type(Runtime.class))
                    .or(type(Thread.class))
                    .or(type(ProcessBuilder.class))
                    .or(type(java.util.Random.class))
                    .or(type(java.util.UUID.class))
                    .or(type(java.util.Date.class))
                    .or(type(java.util.Timer.class))
                    .or(in("java.util.concurrent..", "java.util.logging..", "java.lang.reflect..")));

    @ArchTest
    static final ArchRule admissionKnowsOnlyTheGate = only(
            "admission..",
            in(JDK_WITHOUT_IO)
                    .or(in("java.io", "java.nio.charset"))
                    .or(in(TREE))
                    .or(in(ROOT + "gate..")));

    @ArchTest
    static final ArchRule manifestKnowsItsTextAndTheGate =
            only("manifest", jdk().or(in(TREE)).or(in(ROOT + "manifest.yaml", ROOT + "gate..")));

    @ArchTest
    static final ArchRule textKnowsNobody =
            only("manifest.yaml", jdk().or(in(TREE)).or(in("org.yaml.snakeyaml..")));

    @ArchTest
    static final ArchRule functionsKnowManifestsAndTheGate =
            only("manifest.krm", jdk().or(in(TREE)).or(in(ROOT + "manifest", ROOT + "manifest.yaml", ROOT + "gate..")));

    @ArchTest
    static final ArchRule differencesKnowNobody =
            only("manifest.diff", jdk().or(in("com.github.difflib..", "org.jspecify..")));

    @ArchTest
    static final ArchRule policyIsPureAndKnowsTheGate = only(
            "policy..",
            in(JDK_WITHOUT_IO)
                    // Its resource.
                    .or(in("java.io", "java.nio.charset"))
                    .or(in("org.jspecify.."))
                    .or(in(ROOT + "gate..", ROOT + "terminal")));

    @ArchTest
    static final ArchRule certificatesKnowNobody = only(
            "certificates",
            jdk().or(in("org.slf4j..", "org.jspecify..", "org.bouncycastle.."))
                    // Names out of certificates stand in messages.
                    .or(in(ROOT + "terminal")));

    @ArchTest
    static final ArchRule certificatesOfAClusterKnowCertificatesAndTheDoor = only(
            "certificates.cluster",
            jdk().or(in(TREE)).or(in(ROOT + "certificates", ROOT + "apiserver", "org.slf4j..")));

    @ArchTest
    static final ArchRule releasesKnowTheGateAndTheDoor = only(
            "release", jdk().or(in(TREE)).or(in(ROOT + "gate", ROOT + "terminal", ROOT + "apiserver", "org.slf4j..")));

    @ArchTest
    static final ArchRule theDoorToTheApiServerKnowsNobody =
            only("apiserver", jdk().or(in(TREE)).or(in("io.fabric8..", "org.slf4j..")));

    @ArchTest
    static final ArchRule observerKnowsTheDoorAndWhatIsBelowIt = only(
            "observer",
            jdk().or(in(TREE))
                    .or(in(ROOT + "gate..", ROOT + "terminal", ROOT + "observed", ROOT + "installation"))
                    .or(in(ROOT + "explain", ROOT + "release", ROOT + "apiserver"))
                    .or(in("io.prometheus..", "org.slf4j..")));

    @ArchTest
    static final ArchRule whatIsDueIsDecidedWithoutClockAndThreads = noClasses()
            .that()
            .haveFullyQualifiedName(ROOT + "observer.Observations")
            .or()
            .haveFullyQualifiedName(ROOT + "observer.ObservedPod")
            .or()
            .haveFullyQualifiedName(ROOT + "observer.EventText")
            .or()
            .haveFullyQualifiedName(ROOT + "observer.TokenBucket")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat(type(System.class).or(type(Thread.class)).or(in("java.util.concurrent..")));

    @ArchTest
    static final ArchRule terminalKnowsNobody =
            only("terminal..", in(JDK_WITHOUT_IO).or(in("org.jspecify..")));

    @ArchTest
    static final ArchRule observedIsPureAndKnowsTheGate = only(
            "observed..",
            in(JDK_WITHOUT_IO).or(in("java.time..")).or(in(TREE)).or(in(ROOT + "gate..", ROOT + "terminal")));

    @ArchTest
    static final ArchRule installationIsPureAndKnowsTheGate =
            only("installation..", in(JDK_WITHOUT_IO).or(in(TREE)).or(in(ROOT + "gate..")));

    @ArchTest
    static final ArchRule proposalsArePureAndKnowTheGate =
            only("proposal", in(JDK_WITHOUT_IO).or(in(TREE)).or(in(ROOT + "gate..")));

    private static final DescribedPredicate<JavaClass> BELOW_EXPLAIN_AND_AUDIT = in(JDK_WITHOUT_IO)
            .or(in("java.time.."))
            .or(in(TREE))
            .or(in(ROOT + "gate..", ROOT + "terminal", ROOT + "observed", ROOT + "installation", ROOT + "proposal"));

    @ArchTest
    static final ArchRule explainIsPure = only("explain..", BELOW_EXPLAIN_AND_AUDIT);

    @ArchTest
    static final ArchRule auditIsPureAndKnowsExplain =
            only("audit..", BELOW_EXPLAIN_AND_AUDIT.or(in(ROOT + "explain")));

    @ArchTest
    static final ArchRule explainAndAuditAreToldTheTime = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "explain..", ROOT + "audit..", ROOT + "observed..", ROOT + "installation..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat(type(System.class).or(type(Thread.class)).or(in("java.util.concurrent..")));

    @ArchTest
    static final ArchRule timelineIsPure = only(
            "timeline",
            in(JDK_WITHOUT_IO).or(in("java.time..")).or(in(TREE)).or(in(ROOT + "terminal", ROOT + "observed")));

    @ArchTest
    static final ArchRule timelineHasNoClock = noClasses()
            .that()
            .resideInAPackage(ROOT + "timeline")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat(type(System.class).or(type(java.time.Clock.class)));

    @ArchTest
    static final ArchRule onlyMakingCertificatesNeedsBouncyCastle = noClasses()
            .that()
            .doNotHaveSimpleName("SelfMadeCertificate")
            .and()
            .doNotHaveSimpleName("EphemeralCa")
            .and()
            .haveNameNotMatching(".*\\.NewCertificate(\\$.*)?")
            .and()
            .doNotHaveSimpleName("AlternativeName")
            .should()
            .dependOnClassesThat(in("org.bouncycastle.."));

    @ArchTest
    static final ArchRule serverKnowsAdmissionGateAndCertificates = only(
            "server..",
            jdk().or(in(ROOT + "admission..", ROOT + "gate..", ROOT + "certificates"))
                    .or(in(
                            "io.javalin..",
                            "org.eclipse.jetty..",
                            "jakarta.servlet..",
                            "kotlin..",
                            "io.prometheus..",
                            "org.slf4j..",
                            "org.jspecify..")));

    @ArchTest
    static final ArchRule nobodyKnowsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .should()
            .dependOnClassesThat(in(ROOT + "cli..", "picocli..", "ch.qos.logback.."));

    @ArchTest
    static final ArchRule commandsDoNotKnowEachOther = SlicesRuleDefinition.slices()
            .matching("io.sidecarfirst.cli.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(DescribedPredicate.alwaysTrue(), in(ROOT + "cli.common", ROOT + "cli.log"));

    @ArchTest
    static final ArchRule whatCommandsShareKnowsNoCommand = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "cli.common", ROOT + "cli.log")
            .should()
            .dependOnClassesThat(
                    in(ROOT + "cli..").and(DescribedPredicate.not(in(ROOT + "cli.common", ROOT + "cli.log"))));

    @ArchTest
    static final ArchRule commandsDoNotKnowTheProgram =
            noClasses().that().resideInAPackage(ROOT + "cli.*").should().dependOnClassesThat(in(ROOT + "cli"));

    @ArchTest
    static final ArchRule onlyTheDoorTalksToAnApiServer = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "apiserver")
            .should()
            .dependOnClassesThat(in("io.fabric8.."));

    @ArchTest
    static final ArchRule roomsGoRoundInNoCircle = SlicesRuleDefinition.slices()
            .matching("io.sidecarfirst.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule jacksonIsTheThird = noClasses().should().dependOnClassesThat(in("com.fasterxml.jackson.."));

    @ArchTest
    static final ArchRule namesSayWhatAClassDoes = noClasses()
            .that()
            // The JDK calls them so.
            .areNotAssignableTo(javax.net.ssl.KeyManager.class)
            .and()
            .areNotAssignableTo(javax.net.ssl.TrustManager.class)
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager");

    private static DescribedPredicate<JavaClass> implementing(Class<?> type) {
        return DescribedPredicate.describe(
                "implement " + type.getSimpleName(),
                candidate -> !candidate.isInterface() && candidate.isAssignableTo(type));
    }

    @ArchTest
    static final ArchRule sourcesVetoesAndHazardsAreTopLevelAndNotPublic = classes()
            .that(implementing(Source.class).or(implementing(Veto.class)).or(implementing(Hazard.class)))
            .should()
            .bePackagePrivate()
            .andShould()
            .beTopLevelClasses()
            .andShould()
            .haveModifier(JavaModifier.FINAL);

    /** Rules that are looked for in too few classes hold of themselves. */
    @ArchTest
    static void everyClassIsSeen(JavaClasses classes) throws IOException {
        Path sources = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> names = files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace(File.separatorChar, '.'))
                    .filter(name -> !name.endsWith("package-info"))
                    .toList();
            assertThat(names)
                    .isNotEmpty()
                    .allSatisfy(
                            name -> assertThat(classes.contain(name)).as(name).isTrue());
        }
    }

    /** Whoever forgets the annotation has a rule that nobody checks. */
    @Test
    void everyRuleIsChecked() {
        assertThat(ArchitectureTest.class.getDeclaredFields())
                .filteredOn(field -> ArchRule.class.isAssignableFrom(field.getType()))
                .isNotEmpty()
                .allMatch(field -> field.isAnnotationPresent(ArchTest.class));
        assertThat(ArchitectureTest.class.getDeclaredMethods())
                .filteredOn(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {JavaClasses.class}))
                .isNotEmpty()
                .allMatch(method -> method.isAnnotationPresent(ArchTest.class));
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        Set<String> packages =
                classes.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages)
                .allSatisfy(name -> assertThat(classes.getPackage(name).isAnnotatedWith(NullMarked.class))
                        .as(name)
                        .isTrue());
    }

    @ArchTest
    static void everySourceIsInTheOrderOnceAndInAFileOfItsOwn(JavaClasses classes) {
        assertListed(classes, Source.class, Sources.IN_ORDER);
    }

    @ArchTest
    static void everyVetoIsInTheOrderOnceAndInAFileOfItsOwn(JavaClasses classes) {
        assertListed(classes, Veto.class, Vetoes.inOrder(Programs.KNOWN));
    }

    @ArchTest
    static void everyHazardIsInTheOrderOnceAndInAFileOfItsOwn(JavaClasses classes) {
        assertListed(classes, Hazard.class, Hazards.IN_ORDER);
    }

    private static void assertListed(JavaClasses classes, Class<?> type, List<?> listed) {
        List<JavaClass> written = classes.stream().filter(implementing(type)).toList();
        assertThat(listed.stream().map(item -> item.getClass().getName()))
                .containsExactlyInAnyOrderElementsOf(
                        written.stream().map(JavaClass::getName).toList());
        assertThat(written)
                .allSatisfy(item -> assertThat(item.getSource().orElseThrow().getFileName())
                        .contains(item.getSimpleName() + ".java"));
    }
}
