package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which connections a mesh leaves alone, by what people write into its annotations. */
class MeshTest {
    private static Pod pod(String annotation, String value) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("metadata").putObject("annotations").put(annotation, value);
        return Pod.of(pod);
    }

    private static String exclusion(Mesh mesh) {
        return switch (mesh) {
            case CONSUL -> "consul.hashicorp.com/transparent-proxy-exclude-inbound-ports";
            case OPEN_SERVICE_MESH -> "openservicemesh.io/inbound-port-exclusion-list";
            case APP_MESH, OTHER -> "none";
            case ISTIO -> "traffic.sidecar.istio.io/excludeInboundPorts";
            case LINKERD -> "config.linkerd.io/skip-inbound-ports";
            case KUMA -> "traffic.kuma.io/exclude-inbound-ports";
        };
    }

    private static void assertExcluded(String list, boolean excluded) {
        for (Mesh mesh : EnumSet.complementOf(EnumSet.of(Mesh.APP_MESH, Mesh.OTHER))) {
            assertThat(mesh.redirects(pod(exclusion(mesh), list), 8080))
                    .as("%s", mesh)
                    .isNotEqualTo(excluded);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"8080", "80,8080", " 8080 , 80", "8000-9000", "8080-8080", "1-65535", "x,8080", ",8080,", "08080"})
    void aListedPortIsLeftAlone(String list) {
        assertExcluded(list, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "80",
                "808",
                "80800",
                "18080",
                "8081-8090",
                "9000-8000",
                "-8080",
                "8080-",
                "-",
                "--",
                "0-8079",
                "x",
                "8080x",
                "8080.0",
                "*",
                "99999999999",
                ",,",
                "1-2-8080",
                "[8080]"
            })
    void anotherListLeavesItToTheProxy(String list) {
        assertExcluded(list, false);
    }

    @ParameterizedTest
    @EnumSource(Mesh.class)
    void withoutAnnotationsEveryPortIsRedirected(Mesh mesh) {
        assertThat(mesh.redirects(Pod.of(JsonNodeFactory.instance.objectNode()), 8080))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"*|true", "' * '|true", "8080|true", "80,8080|true", "80|false", "''|false", "x|false"})
    void istioMayIncludePortsInstead(String list, boolean redirected) {
        assertThat(Mesh.ISTIO.redirects(pod("traffic.sidecar.istio.io/includeInboundPorts", list), 8080))
                .isEqualTo(redirected);
    }

    @ParameterizedTest
    @CsvSource({"NONE,false", "REDIRECT,true", "TPROXY,true", "none,true"})
    void istioMayInterceptNothing(String mode, boolean redirected) {
        assertThat(Mesh.ISTIO.redirects(pod("sidecar.istio.io/interceptionMode", mode), 8080))
                .isEqualTo(redirected);
    }

    private static final Handler CHECK =
            new Handler("httpGet", JsonNodeFactory.instance.objectNode().put("path", "/8080/health"));

    @ParameterizedTest
    @CsvSource({
        "/8080/health,true",
        "/8080,true",
        "/tcp/6379,true",
        "/grpc/50051/x,true",
        "/health,false",
        "/8080health,false",
        "/udp/53,false",
        "'',false"
    })
    void kumaAnswersThePathsThatItWrote(String path, boolean answers) {
        Handler handler =
                new Handler("httpGet", JsonNodeFactory.instance.objectNode().put("path", path));
        assertThat(Mesh.KUMA.answers(Pod.of(JsonNodeFactory.instance.objectNode()), handler, 9000))
                .isEqualTo(answers);
    }

    @ParameterizedTest
    @CsvSource({
        "ISTIO,15019,false",
        "ISTIO,15020,true",
        "ISTIO,15021,true",
        "ISTIO,15022,false",
        "LINKERD,4190,false",
        "LINKERD,4191,true",
        "LINKERD,4192,false",
        "KUMA,8999,false",
        "KUMA,9000,true",
        "KUMA,9001,true",
        "KUMA,9002,false",
        "CONSUL,20299,false",
        "CONSUL,20300,true",
        "CONSUL,20599,true",
        "CONSUL,20600,false",
        "OPEN_SERVICE_MESH,15900,false",
        "OPEN_SERVICE_MESH,15901,true",
        "OPEN_SERVICE_MESH,15904,true",
        "OPEN_SERVICE_MESH,15905,false",
        "APP_MESH,9901,false",
        "OTHER,9901,false"
    })
    void theProxyAnswersOnPortsOfItsOwn(Mesh mesh, int port, boolean answers) {
        assertThat(mesh.answers(Pod.of(JsonNodeFactory.instance.objectNode()), CHECK, port))
                .isEqualTo(answers);
    }

    @ParameterizedTest
    @CsvSource({
        "consul.hashicorp.com/transparent-proxy,true,true",
        "consul.hashicorp.com/transparent-proxy,false,false",
        "consul.hashicorp.com/transparent-proxy,0,false",
        "consul.hashicorp.com/connect-inject-status,injected,false",
        "consul.hashicorp.com/transparent-proxy-status,enabled,true"
    })
    void consulRedirectsWithItsTransparentProxyOnly(String annotation, String value, boolean redirected) {
        assertThat(Mesh.CONSUL.redirects(pod(annotation, value), 8080)).isEqualTo(redirected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"8080|true", "80,8080|true", "80|false", "''|false"})
    void appMeshRedirectsThePortsOfTheApplication(String list, boolean redirected) {
        assertThat(Mesh.APP_MESH.redirects(pod("appmesh.k8s.aws/ports", list), 8080))
                .isEqualTo(redirected);
    }

    @ParameterizedTest
    @CsvSource({"8080,true", "9090,true", "1,false"})
    void appMeshWritesThemIntoItsInitContainerToo(int port, boolean redirected) {
        Pod pod = Yaml.pod("""
                spec:
                  initContainers:
                  - name: proxyinit
                    env: [{name: APPMESH_ENABLE_IPV6, value: '1'}, {name: APPMESH_APP_PORTS, value: '8080,9090'}]
                """);
        assertThat(Mesh.APP_MESH.redirects(pod, port)).isEqualTo(redirected);
    }

    @ParameterizedTest
    @CsvSource({
        "all-unauthenticated,false", "cluster-unauthenticated,false", "audit,false",
        "all-authenticated,true", "cluster-authenticated,true", "deny,true"
    })
    void linkerdMayDemandAnIdentity(String policy, boolean refused) {
        assertThat(Mesh.LINKERD.mayRefuse(pod("config.linkerd.io/default-inbound-policy", policy)))
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({
        "ISTIO,sidecar.istio.io/inject,true,true",
        "ISTIO,sidecar.istio.io/inject,false,false",
        "ISTIO,istio.io/rev,canary,true",
        "ISTIO,istio.io/rev,'',false",
        "LINKERD,linkerd.io/inject,enabled,true",
        "LINKERD,linkerd.io/inject,ingress,true",
        "LINKERD,linkerd.io/inject,disabled,false",
        "KUMA,kuma.io/sidecar-injection,true,true",
        "KUMA,kuma.io/sidecar-injection,disabled,false",
        "CONSUL,consul.hashicorp.com/connect-inject,T,true",
        "CONSUL,consul.hashicorp.com/connect-inject,1,true",
        "CONSUL,consul.hashicorp.com/connect-inject,0,false",
        "APP_MESH,appmesh.k8s.aws/sidecarInjectorWebhook,enabled,true",
        "APP_MESH,appmesh.k8s.aws/sidecarInjectorWebhook,disabled,false",
        "OPEN_SERVICE_MESH,openservicemesh.io/sidecar-injection,yes,true",
        "OPEN_SERVICE_MESH,openservicemesh.io/sidecar-injection,no,false"
    })
    void aPodMayAskForAProxy(Mesh mesh, String key, String value, boolean asked) {
        assertThat(mesh.injection(pod(key, value))).isEqualTo(asked ? Optional.of(key) : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "setup,busybox,NET_ADMIN,true", "setup,busybox,CAP_NET_ADMIN,true", "setup,busybox,NET_RAW,false",
        "iptables,busybox,'',true", "setup,registry.example.com/net/Proxy-Init:1,'',true", "assets,nginx,'',false",
        "setup,proxyinit.example.com/assets:1,'',false", "assets,example/assets:proxyinit,'',false"
    })
    void whatSetsUpARedirect(String name, String image, String capability, boolean redirect) {
        ObjectNode container =
                JsonNodeFactory.instance.objectNode().put("name", name).put("image", image);
        container
                .putObject("securityContext")
                .putObject("capabilities")
                .putArray("add")
                .add(capability);
        assertThat(Mesh.isRedirect(new Container(container, 0, true))).isEqualTo(redirect);
        assertThat(Mesh.isRedirect(new Container(container, 0, false))).isFalse();
        assertThat(Mesh.isRedirect(new Container(container.put("restartPolicy", "Always"), 0, true)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ISTIO,istio-proxy", "LINKERD,linkerd-proxy", "KUMA,kuma-sidecar", "CONSUL,consul-dataplane"})
    void aProxyIsKnownByItsName(Mesh mesh, String name) {
        Pod pod = Pod.of(JsonNodeFactory.instance.objectNode());
        assertThat(mesh.proxy()).contains(name);
        assertThat(mesh.isProxy(
                        pod, new Container(JsonNodeFactory.instance.objectNode().put("name", name), 0, true)))
                .isTrue();
        assertThat(mesh.isProxy(
                        pod, new Container(JsonNodeFactory.instance.objectNode().put("name", "x" + name), 0, true)))
                .isFalse();
    }
}
