package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.certificates.TrustAllManager;
import io.sidecarfirst.tls.ClientHello;
import io.sidecarfirst.tls.OutsideView;
import io.sidecarfirst.tls.TlsProbe;
import io.sidecarfirst.tls.TlsReply;
import io.sidecarfirst.tls.TlsVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the webhook's port speaks, also where the JDK would let it speak more; seen by somebody who takes everything.
 */
@Timeout(120)
class TlsFromOutsideTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static LenientJvm jvm;

    @BeforeAll
    static void start() throws IOException {
        jvm = LenientJvm.start(folder);
    }

    @AfterAll
    static void stop() {
        jvm.close();
    }

    @Test
    void withAnEllipticKey() {
        OutsideView.assertHolds(jvm.elliptic, "ECDSA");
    }

    @Test
    void withAnRsaKey() {
        OutsideView.assertHolds(jvm.rsa, "RSA");
    }

    /** Or the tests above would see nothing wherever they look. */
    @ParameterizedTest
    @EnumSource(names = {"SSL_3_0", "TLS_1_0", "TLS_1_1"})
    void theProbeSeesWhatIsBroken(TlsVersion version) {
        assertThat(jvm.lenient.ask(ClientHello.of(version))).isInstanceOf(TlsReply.Accepted.class);
    }

    @Test
    void theProbeSeesSuitesThatAreBroken() {
        assertThat(jvm.lenient.suites(TlsVersion.TLS_1_2))
                .contains(
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                        "0xc028", // TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384
                        "0x002f", // TLS_RSA_WITH_AES_128_CBC_SHA
                        "0x000a", // SSL_RSA_WITH_3DES_EDE_CBC_SHA
                        "0x003b", // TLS_RSA_WITH_NULL_SHA256
                        "0x006c"); // TLS_DH_anon_WITH_AES_128_CBC_SHA256
    }

    @Test
    void otherSuitesAloneAreRefused() {
        int handshakeFailure = 40;
        ClientHello broken = ClientHello.of(TlsVersion.TLS_1_2).offering(0xc028, 0x002f, 0x000a, 0x003b, 0x006c);
        assertThat(jvm.rsa.ask(broken)).isEqualTo(new TlsReply.Refused(handshakeFailure));
        assertThat(jvm.lenient.ask(broken)).isInstanceOf(TlsReply.Accepted.class);
    }

    @Test
    void aClientCannotRenegotiate() throws IOException {
        assertThat(renegotiates(jvm.elliptic)).isFalse();
        assertThat(renegotiates(jvm.rsa)).isFalse();
        assertThat(renegotiates(jvm.lenient)).isTrue();
    }

    /** Whether a second handshake in a connection gives a second session. */
    private static boolean renegotiates(TlsProbe server) throws IOException {
        try (SSLSocket socket = connect(server)) {
            assertThat(isAnswered(socket)).isTrue();
            byte[] first = socket.getSession().getId();
            socket.getSession().invalidate();
            try {
                // It only begins with it; reading goes on with it.
                socket.startHandshake();
                while (isAnswered(socket)) {
                    if (!Arrays.equals(first, socket.getSession().getId())) {
                        return true;
                    }
                }
                return false;
            } catch (SSLException | SocketException e) {
                return false;
            }
        }
    }

    private static boolean isAnswered(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket.getInputStream().read(new byte[1 << 14]) > 0;
    }

    private static SSLSocket connect(TlsProbe server) throws IOException {
        SSLSocket socket = (SSLSocket) TrustAllManager.context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        return socket;
    }
}
