package io.sidecarfirst.server;

import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.certificates.TestAuthority.KeyKind;
import io.sidecarfirst.tls.TlsProbe;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A JVM in which nothing of TLS is disabled, as if its administrator wished for the nineties. The webhook runs in it,
 * with a key of either kind, and beside it a server that speaks whatever the JDK can.
 */
final class LenientJvm implements AutoCloseable {
    private final Process process;

    /** The webhook with a key of P-256. */
    final TlsProbe elliptic;

    /** The webhook with an RSA key. */
    final TlsProbe rsa;

    /** The server that takes everything, with an RSA key, and sends it back. */
    final TlsProbe lenient;

    private LenientJvm(Process process, List<TlsProbe> probes) {
        this.process = process;
        this.elliptic = probes.get(0);
        this.rsa = probes.get(1);
        this.lenient = probes.get(2);
    }

    static LenientJvm start(Path folder) throws IOException {
        Path security = Files.writeString(folder.resolve("security"), """
                jdk.tls.disabledAlgorithms=
                jdk.tls.legacyAlgorithms=
                jdk.certpath.disabledAlgorithms=
                """);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Djava.security.properties=" + security,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Servers.class.getName())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(Servers.PORTS)) {
                return new LenientJvm(
                        process,
                        Stream.of(line.substring(Servers.PORTS.length()).split(" ", -1))
                                .map(port -> new TlsProbe(Integer.parseInt(port)))
                                .toList());
            }
        }
        process.destroy();
        throw new AssertionError(Files.readString(folder.resolve("errors")));
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** What runs in it. */
    static final class Servers {
        static final String PORTS = "ports: ";

        private Servers() {}

        public static void main(String[] args) throws IOException {
            TestServer elliptic = TestServer.start(context(KeyKind.EC), false);
            TestServer rsa = TestServer.start(context(KeyKind.RSA), false);
            SSLServerSocket lenient = (SSLServerSocket) context(KeyKind.RSA)
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            lenient.setEnabledProtocols(lenient.getSupportedProtocols());
            lenient.setEnabledCipherSuites(lenient.getSupportedCipherSuites());
            System.out.println(PORTS + elliptic.port() + " " + rsa.port() + " " + lenient.getLocalPort());
            Thread shakesHands = new Thread(() -> serve(lenient));
            shakesHands.setDaemon(true);
            shakesHands.start();
            // Its end is that of the test.
            System.in.read();
            System.exit(0);
        }

        private static void serve(SSLServerSocket listener) {
            while (!listener.isClosed()) {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                } catch (IOException e) {
                    // The client has seen enough.
                }
            }
        }

        private static SSLContext context(KeyKind kind) {
            return ServerTls.context(new ReloadableKeyManager(TestAuthority.create("lenient")
                    .leaf("localhost")
                    .names("localhost")
                    .kind(kind)
                    .issue()
                    .material()));
        }
    }
}
