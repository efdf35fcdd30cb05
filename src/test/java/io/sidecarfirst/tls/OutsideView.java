package io.sidecarfirst.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** What everybody who reaches a webhook of this project must find, and nothing else. */
public final class OutsideView {
    private static final int PROTOCOL_VERSION = 70;
    private static final List<TlsVersion> BROKEN = List.of(TlsVersion.SSL_3_0, TlsVersion.TLS_1_0, TlsVersion.TLS_1_1);

    private OutsideView() {}

    /**
     * Asserts versions, cipher suites, groups, and what goes with them.
     *
     * @param algorithm of the server's key: {@code ECDSA} or {@code RSA}
     */
    public static void assertHolds(TlsProbe probe, String algorithm) {
        assertThat(BROKEN)
                .allSatisfy(version -> assertThat(probe.ask(ClientHello.of(version)))
                        .isEqualTo(new TlsReply.Refused(PROTOCOL_VERSION)));
        assertThat(probe.suites(TlsVersion.TLS_1_2))
                .containsExactlyElementsOf(
                        Stream.of("AES_256_GCM_SHA384", "AES_128_GCM_SHA256", "CHACHA20_POLY1305_SHA256")
                                .map(cipher -> "TLS_ECDHE_" + algorithm + "_WITH_" + cipher)
                                .toList());
        assertThat(probe.suites(TlsVersion.TLS_1_3))
                .containsExactly("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");
        assertGroups(probe);
        assertHello(probe);
    }

    /** X25519, P-256, P-384, P-521, X448; RFC 7919's finite fields of 2048 bits and more; hybrids with ML-KEM. */
    private static void assertGroups(TlsProbe probe) {
        List<Integer> curves = List.of(0x1d, 0x17, 0x18, 0x19, 0x1e);
        List<Integer> finiteFields = List.of(0x100, 0x101, 0x102, 0x103, 0x104);
        List<Integer> hybrids = List.of(0x11eb, 0x11ec, 0x11ed);
        // With a key of P-256 no others: the JDK wants clients to name the key's own.
        assertThat(probe.groups(TlsVersion.TLS_1_2)).contains(0x17).isSubsetOf(curves);
        assertThat(probe.groups(TlsVersion.TLS_1_3))
                .contains(0x1d, 0x17)
                .isSubsetOf(Stream.of(curves, finiteFields, hybrids)
                        .flatMap(List::stream)
                        .toList());
    }

    private static void assertHello(TlsProbe probe) {
        ClientHello hello = ClientHello.of(TlsVersion.TLS_1_2);
        TlsReply.Accepted answer = probe.accepted(hello);
        assertThat(answer.compression()).isZero();
        assertThat(answer.asksForCertificate()).isFalse();
        assertThat(answer.extensions()).as("RFC 5746").containsKey(ClientHello.RENEGOTIATION_INFO);
        assertThat(answer.warnsOfDowngrade()).isTrue();

        TlsReply.Accepted asStranger = probe.accepted(hello.to("stranger.example"));
        assertThat(asStranger.certificates()).isEqualTo(answer.certificates()).isNotEmpty();
        // HTTP/1.1, as if it had not been asked.
        assertThat(probe.accepted(hello.speaking("h2", "http/1.1")).extensions())
                .doesNotContainKey(ClientHello.PROTOCOLS);
        assertThat(probe.accepted(hello.speaking("h2")).extensions()).doesNotContainKey(ClientHello.PROTOCOLS);
    }
}
