package io.sidecarfirst.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.goldens.GoldenInput;
import io.sidecarfirst.manifest.Manifest;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Sidecars that are not decided on are never edited, and never passed over in silence. */
class UneditedTest {
    private static final String NOTHING = "no native sidecars";

    static Stream<GoldenInput> inputs() {
        return GoldenInput.in("unedited", ".txt");
    }

    /** Those with a sidecar. */
    static Stream<GoldenInput> withSidecars() {
        return inputs().filter(input -> !input.name().startsWith("nothing-"));
    }

    private static Cli.Run run(GoldenInput input, String... args) {
        return Cli.with(Map.of()).reading(input.text()).execute(args);
    }

    private static GoldenInput patches() {
        return GoldenInput.named("unedited", "kustomize-patches.yaml");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    @Tag(GoldenFile.TAG)
    void isSaid(GoldenInput input) {
        input.output(".txt").assertHolds(run(input, "inject", "-").err());
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void isNotEdited(GoldenInput input) {
        Cli.Run run = run(input, "inject", "-");
        assertThat(run.out()).isEqualTo(input.text());
        assertThat(run.code()).isZero();
    }

    @ParameterizedTest
    @MethodSource("withSidecars")
    void failsACheckIfItIsNotAllowed(GoldenInput input) {
        assertThat(run(input, "inject", "-", "--check").code()).isEqualTo(ExitCode.CHECK_FAILED);
        Cli.Run allowed = run(input, "inject", "-", "--check", "--allow-unedited");
        assertThat(allowed.code()).isZero();
        assertThat(allowed.err()).contains("was seen and not edited");
    }

    @ParameterizedTest
    @MethodSource("withSidecars")
    void noCommandSaysThatThereIsNothing(GoldenInput input) {
        assertThat(run(input, "inject", "-").err()).doesNotContain(NOTHING);
        assertThat(run(input, "explain", "-").err()).contains("was seen, and nothing is decided for it");
        Cli.Run audit = run(input, "audit", "-f", "-", "--fail-on=missed");
        assertThat(audit.out().toLowerCase(Locale.ROOT)).doesNotContain(NOTHING);
        assertThat(audit.err()).contains("not seen: what would be decided for a");
        assertThat(audit.code()).as("it cannot vouch").isEqualTo(ExitCode.INPUT);
    }

    @Test
    void noSidecarAtAllPassesACheck() {
        Cli.Run run = run(GoldenInput.named("unedited", "nothing-native.yaml"), "inject", "-", "--check");
        assertThat(run.err()).contains(NOTHING);
        assertThat(run.code()).isZero();
    }

    @Test
    void allowsNothingElse() {
        String gated = """
                ---
                apiVersion: v1
                kind: Pod
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always, ports: [{containerPort: 80}]}]
                  containers: [{name: app}]
                """;
        Cli.Run run = Cli.with(Map.of())
                .reading(patches().text() + gated)
                .execute("inject", "-", "--check", "--allow-unedited");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
    }

    @Test
    void isAboutChecks() {
        Cli.Run run = run(patches(), "inject", "-", "--allow-unedited");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--allow-unedited is about what --check fails on");
    }

    @Test
    void isAWarningOfTheFunction() {
        String list = """
                apiVersion: config.kubernetes.io/v1
                kind: ResourceList
                items:
                - apiVersion: serving.knative.dev/v1
                  kind: Service
                  metadata:
                    name: web
                    namespace: shop
                    annotations: {internal.config.kubernetes.io/path: web.yaml}
                  spec:
                    template:
                      spec:
                        initContainers: [{name: proxy, image: p, restartPolicy: Always}]
                        containers: [{name: app, image: a}]
                """;
        Cli.Run run = Cli.with(Map.of()).reading(list).execute("inject", "-");
        JsonNode result = Manifest.parse(run.out()).trees().get(0).at("/results/0");
        assertThat(result.path("severity").asString()).isEqualTo("warning");
        assertThat(result.path("message").asString())
                .startsWith("a Pod template of kind Service at spec.template.spec.initContainers (sidecar proxy) was"
                        + " seen and not edited: ");
        assertThat(result.at("/resourceRef/namespace").asString()).isEqualTo("shop");
        assertThat(result.at("/file/path").asString()).isEqualTo("web.yaml");
        assertThat(run.code()).isZero();
    }
}
