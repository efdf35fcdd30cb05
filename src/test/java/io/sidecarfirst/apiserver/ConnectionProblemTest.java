package io.sidecarfirst.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ConnectionProblemTest {
    private static Throwable handshake(Throwable cause) {
        return new ExecutionException(new SSLHandshakeException("failed").initCause(cause));
    }

    @Test
    void aCertificateOfAnotherAuthority() {
        assertThat(ConnectionProblem.because(handshake(new CertPathBuilderException("no path"))))
                .isEqualTo("answers, but its certificate is not signed by the kubeconfig's certificate-authority");
    }

    @Test
    void aCertificateForAnotherName() {
        assertThat(ConnectionProblem.because(handshake(new CertificateException("No name matching a"))))
                .isEqualTo("answers, but its certificate is not accepted: No name matching a");
    }
}
