package io.sidecarfirst.tls;

/** Every version there was, by its number on the wire. */
public enum TlsVersion {
    SSL_3_0(0x0300),
    TLS_1_0(0x0301),
    TLS_1_1(0x0302),
    TLS_1_2(0x0303),
    TLS_1_3(0x0304);

    final int number;

    TlsVersion(int number) {
        this.number = number;
    }
}
