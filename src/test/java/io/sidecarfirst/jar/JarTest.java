package io.sidecarfirst.jar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.certificates.TestAuthority.Issued;
import io.sidecarfirst.certificates.TestAuthority.KeyKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipFile;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The jar as it is handed out: what is in it, and that nothing is missing from it. Runs when there is one. */
@Tag("jar")
class JarTest {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path JAR = TARGET.resolve("sidecar-first.jar");
    private static final long MAX_BYTES = 19_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final SecureApiServer apiServer;

    JarTest() throws IOException {
        apiServer = new SecureApiServer();
    }

    @AfterEach
    void stop() {
        apiServer.close();
    }

    @Test
    void isSmall() throws IOException {
        assertThat(Files.size(JAR)).isLessThanOrEqualTo(MAX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/fabric8/kubernetes/api/model/admissionregistration/",
                "io/fabric8/kubernetes/api/model/apps/",
                "io/fabric8/kubernetes/client/dsl/internal/",
                "META-INF/services/io.fabric8.kubernetes.api.model.KubernetesResource",
                "org/bouncycastle/cms/",
                "org/bouncycastle/crypto/",
                "org/bouncycastle/jce/",
                "org/bouncycastle/tsp/",
                "jakarta/servlet/resources/",
            })
    void hasNothingThatNobodyUses(String path) throws IOException {
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            assertThat(jar.stream().filter(entry -> entry.getName().startsWith(path)))
                    .isEmpty();
        }
    }

    @Test
    void namesTheLicenceOfEverythingInIt() throws IOException {
        assumeThat(TARGET.resolve("bom.json")).as("not made offline").exists();
        JsonNode bom = JsonMapper.shared().readTree(TARGET.resolve("bom.json"));
        List<String> lines = read("META-INF/THIRD-PARTY.txt").lines().toList();
        assertThat(bom.path("components")).hasSizeGreaterThan(20).allSatisfy(component -> {
            String name = component.path("group").asString() + ":"
                    + component.path("name").asString() + ":"
                    + component.path("version").asString();
            assertThat(lines)
                    .filteredOn(line -> line.contains("(" + name + " - "))
                    .as(name)
                    .singleElement()
                    .asString()
                    .containsPattern("^ *\\((Apache-2\\.0|MIT|EPL-2\\.0|Bouncy Castle Licence)\\) ");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "META-INF/LICENSE, Apache License",
        "META-INF/licenses/EPL-2.0.txt, Eclipse Public License - v 2.0",
        "META-INF/licenses/slf4j-api/LICENSE.txt, QOS.ch",
        "META-INF/licenses/bcprov-jdk18on/LICENSE.md, Legion of the Bouncy Castle",
        "META-INF/licenses/jackson-core/NOTICE, Jackson JSON processor",
    })
    void hasTheTextsOfLicencesAndNotices(String name, String words) throws IOException {
        assertThat(read(name)).contains(words);
    }

    private static String read(String name) throws IOException {
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void asksWithAToken() throws IOException {
        assertAsks("{token: t1}", "Bearer t1");
    }

    @Test
    void asksWithAPassword() throws IOException {
        assertAsks("{username: me, password: secret}", "Basic bWU6c2VjcmV0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asksWithAClientCertificate(boolean pkcs1) throws IOException {
        Issued client =
                apiServer.authority.leaf("me").kind(KeyKind.RSA).forClients().issue();
        assertAsksAs(client, pkcs1 ? client.bareKeyPem() : client.keyPem());
    }

    /** As k3s makes it: SEC 1, with the curve in it. */
    @Test
    void asksWithAnEllipticClientCertificate() throws IOException {
        Issued client = apiServer.authority.client("me");
        byte[] key = new ECPrivateKey(
                        256,
                        ((java.security.interfaces.ECPrivateKey) client.key()).getS(),
                        SECObjectIdentifiers.secp256r1)
                .getEncoded();
        assertAsksAs(
                client,
                "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END EC PRIVATE KEY-----\n");
    }

    private void assertAsksAs(Issued client, String key) throws IOException {
        String certificate = "client-certificate-data: " + base64(client.certificatePem());
        assertAsks("{" + certificate + ", client-key-data: " + base64(key) + "}", "CN=me");
    }

    @Test
    void asksWithACredentialPlugin() throws IOException {
        Path plugin = Files.writeString(folder.resolve("plugin"), """
                #!/bin/sh
                echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
                       "status": {"token": "t3"}}'
                """);
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
        assertAsks(
                "{exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: " + plugin
                        + "}}",
                "Bearer t3");
    }

    @Test
    void asksWithAnIdTokenOfOpenIdConnect() throws IOException {
        // {"exp": 4102444800}: good until 2100.
        String token = "e30.eyJleHAiOjQxMDI0NDQ4MDB9.c2lnbmVk";
        assertAsks("{auth-provider: {name: oidc, config: {id-token: " + token + "}}}", "Bearer " + token);
    }

    @Test
    void asksByWayOfAProxy() throws IOException {
        try (ServerSocket proxy = new ServerSocket(0)) {
            Thread tunnel = new Thread(() -> tunnel(proxy));
            tunnel.setDaemon(true);
            tunnel.start();
            Path config = kubeconfig(
                    "server: \"" + apiServer.https.url() + "\", proxy-url: \"http://127.0.0.1:" + proxy.getLocalPort()
                            + "\", " + authority(),
                    "{token: t4}");
            assertAnswered(run(List.of(), Map.of(), config));
            assertThat(apiServer.https.callers()).containsExactly("Bearer t4");
        }
    }

    @Test
    void asksWithoutVerifyingWhereSoWanted() throws IOException {
        Path config =
                kubeconfig("server: \"" + apiServer.https.url() + "\", insecure-skip-tls-verify: true", "{token: t5}");
        assertAnswered(run(List.of(), Map.of(), config));
        assertThat(apiServer.https.callers()).containsExactly("Bearer t5");
    }

    @Test
    void asksAsAPod() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "t6");
        Path ca = apiServer.authority.writeTo(folder);
        List<String> mounted = List.of(
                "-Duser.home=" + folder,
                "-Dkubernetes.auth.serviceAccount.token=" + token,
                "-Dkubernetes.certs.ca.file=" + ca);
        Map<String, String> environment = Map.of(
                "KUBERNETES_SERVICE_HOST",
                "127.0.0.1",
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(apiServer.https.port()));
        assertAnswered(run(mounted, environment, null));
        assertThat(apiServer.https.callers()).containsExactly("Bearer t6");
    }

    @Test
    void readsTheExtensionsThatMinikubeWrites() throws IOException {
        String extensions = "extensions: [{name: cluster_info, extension: {provider: minikube.sigs.k8s.io}}]";
        Path config = kubeconfig(
                "server: \"" + apiServer.https.url() + "\", " + authority() + ", " + extensions, "{token: t7}");
        assertAnswered(run(List.of(), Map.of(), config));
    }

    /** With certificates that it makes, and writes by way of the API server. */
    @Test
    void servesWithCertificatesOfItsOwn() throws Exception {
        Path config = kubeconfig("server: \"" + apiServer.https.url() + "\", " + authority(), "{token: t8}");
        Path log = folder.resolve("log");
        Process serve = start(
                log,
                List.of(),
                Map.of("KUBECONFIG", config.toString()),
                "serve",
                "--tls-secret=here/tls",
                "--tls-server-name=sidecar-first.here.svc",
                "--webhook-configuration=sf",
                "--bind-address=127.0.0.1",
                "--https-port=0",
                "--health-port=0",
                "--shutdown-delay-seconds=0");
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Files.readString(log)).contains("serving subject"));
            JsonNode secret = requireNonNull(apiServer.object("/api/v1/namespaces/here/secrets/tls"));
            assertThat(secret.at("/data/tls.crt").asString("")).isNotEmpty();
        } finally {
            serve.destroy();
            serve.waitFor();
        }
        assertThat(Files.readString(log)).doesNotContain("NoClassDefFoundError").doesNotContain("not expected");
    }

    private void assertAsks(String user, String caller) throws IOException {
        assertAnswered(run(
                List.of(), Map.of(), kubeconfig("server: \"" + apiServer.https.url() + "\", " + authority(), user)));
        assertThat(apiServer.https.callers()).containsExactly(caller);
    }

    private static void assertAnswered(String said) {
        assertThat(said).contains("0 Pods seen").doesNotContain("not seen:").doesNotContain("Exception");
    }

    private String authority() {
        return "certificate-authority-data: " + base64(apiServer.authority.pem());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Path kubeconfig(String cluster, String user) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {%s}}]
                users: [{name: me, user: %s}]
                """.formatted(cluster, user));
    }

    /** What {@code audit} says. */
    private String run(List<String> options, Map<String, String> environment, @Nullable Path kubeconfig)
            throws IOException {
        Path log = folder.resolve("log");
        Process audit = kubeconfig == null
                ? start(log, options, environment, "audit")
                : start(log, options, environment, "audit", "--kubeconfig", kubeconfig.toString());
        audit.onExit().join();
        return Files.readString(log);
    }

    private Process start(Path log, List<String> options, Map<String, String> environment, String... words)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("KUBE") || name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** A proxy for one connection after the other, which asks nothing. */
    private void tunnel(ServerSocket proxy) {
        while (!proxy.isClosed()) {
            try (Socket client = proxy.accept();
                    Socket target = new Socket(InetAddress.getLoopbackAddress(), apiServer.https.port())) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) client.getInputStream().read());
                }
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Thread back = new Thread(() -> copy(target, client));
                back.setDaemon(true);
                back.start();
                copy(client, target);
            } catch (IOException e) {
                // The test is over.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone.
        }
    }
}
