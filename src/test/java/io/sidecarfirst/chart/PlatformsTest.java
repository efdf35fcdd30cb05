package io.sidecarfirst.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The values that docs/platforms.md shows for a platform, rendered. */
class PlatformsTest {
    private static final Path PAGE = Path.of("docs", "platforms.md");
    private static final String ENFORCER = "/metadata/annotations/admissions.enforcer~1disabled";
    private static final String LOCAL_VOLUMES =
            "/metadata/annotations/cluster-autoscaler.kubernetes.io~1safe-to-evict-local-volumes";

    /** The page's sections, each from its heading on. */
    private static List<String> sections() {
        try {
            return Pattern.compile("\n## ")
                    .splitAsStream(Files.readString(PAGE))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The example of one section. */
    private static String values(String heading) {
        String section = sections().stream()
                .filter(candidate -> candidate.startsWith(heading + "\n"))
                .findFirst()
                .orElseThrow();
        int start = section.indexOf("```yaml\n") + "```yaml\n".length();
        return section.substring(start, section.indexOf("```", start));
    }

    private static Rendering rendered(String section) {
        return Chart.render(values(section));
    }

    private static JsonNode configuration(String values) {
        return Chart.render(values).only("MutatingWebhookConfiguration");
    }

    private static JsonNode template(Rendering rendering) {
        return rendering.deployment().at("/spec/template");
    }

    @Test
    void everyExampleIsLookedAtHere() {
        assertThat(sections().stream()
                        .filter(section -> section.contains("```yaml"))
                        .map(section -> section.lines().findFirst().orElseThrow()))
                .containsExactly(
                        "AKS",
                        "EKS",
                        "EKS Fargate",
                        "GKE Autopilot",
                        "OpenShift",
                        "Cluster autoscaler",
                        "IPv6 only",
                        "Air-gapped");
    }

    @Test
    void aksLeavesTheConfigurationAloneUnlessItIsToldNotTo() {
        assertThat(configuration("{}").at(ENFORCER).asString()).isEqualTo("true");
        assertThat(configuration("webhook: {annotations: {a: b}}").at(ENFORCER).asString())
                .isEqualTo("true");
        assertThat(configuration("certificates: {mode: cert-manager}")
                        .at("/metadata/annotations")
                        .size())
                .isEqualTo(2);
        assertThat(configuration(values("AKS")).at("/metadata/annotations").isMissingNode())
                .isTrue();
    }

    @Test
    void eksWithAnotherNetworkListensInTheNodesAndNotOnTheKubeletsPort() {
        JsonNode spec = rendered("EKS").podSpec();
        assertThat(spec.path("hostNetwork").asBoolean()).isTrue();
        assertThat(spec.path("dnsPolicy").asString()).isEqualTo("ClusterFirstWithHostNet");
        assertThat(spec.at("/containers/0/ports").findValues("containerPort").stream()
                        .map(JsonNode::asInt))
                .containsExactly(10260, 10261);
    }

    @Test
    void fargateHasAPortThatIsNotTheKubelets() {
        Rendering fargate = rendered("EKS Fargate");
        assertThat(fargate.arguments()).contains("--https-port=10260");
        assertThat(fargate.podSpec().has("hostNetwork")).isFalse();
        assertThat(Chart.render("{}").arguments()).contains("--https-port=10250");
    }

    @Test
    void autopilotGetsTheSameRequestsAndLimits() {
        JsonNode resources = rendered("GKE Autopilot").podSpec().at("/containers/0/resources");
        assertThat(resources.path("requests")).isEqualTo(resources.path("limits"));
        assertThat(resources.at("/limits/cpu").asString()).isEqualTo("250m");
    }

    @Test
    void onOpenShiftNoPodNamesAnId() {
        Rendering openShift = rendered("OpenShift");
        for (JsonNode spec :
                List.of(openShift.podSpec(), openShift.tests().only("Pod").path("spec"))) {
            assertThat(spec.path("securityContext").propertyNames())
                    .containsExactlyInAnyOrder("runAsNonRoot", "seccompProfile");
            assertThat(spec.at("/containers/0/securityContext").propertyNames())
                    .doesNotContain("runAsUser", "runAsGroup");
        }
    }

    @Test
    void theAutoscalerMayDropEveryLocalVolume() {
        assertThat(template(Chart.render("{}")).at(LOCAL_VOLUMES).asString()).isEqualTo("tmp");
        JsonNode pod = template(rendered("Cluster autoscaler"));
        assertThat(pod.at(LOCAL_VOLUMES).asString())
                .isEqualTo(Rendering.stream(pod.at("/spec/volumes"))
                        .filter(volume -> volume.has("emptyDir"))
                        .map(volume -> volume.path("name").asString())
                        .collect(Collectors.joining(",")));
    }

    @Test
    void withIpv6AloneTheReplicasListenThere() {
        Rendering ipv6 = rendered("IPv6 only");
        assertThat(ipv6.settings().at("/data/config.yaml").asString()).contains("bind-address: \"::\"");
        assertThat(Rendering.strings(ipv6.only("Service").at("/spec/ipFamilies")))
                .containsExactly("IPv6");
    }

    @Test
    void airGappedNothingComesFromElsewhere() {
        assertThat(Chart.text("{}")).contains("ghcr.io");
        Rendering airGapped = rendered("Air-gapped");
        assertThat(airGapped.objects().toString()).doesNotContain("ghcr.io");
        assertThat(Stream.of(airGapped.podSpec(), airGapped.tests().only("Pod").path("spec")))
                .allSatisfy(spec -> assertThat(spec.at("/containers/0/image").asString())
                        .startsWith("registry.example/sidecar-first:"));
    }
}
