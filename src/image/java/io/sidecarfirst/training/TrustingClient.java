package io.sidecarfirst.training;

import io.sidecarfirst.certificates.TrustAllManager;
import java.net.http.HttpClient;
import javax.net.ssl.SSLParameters;

/** HTTPS to a server of this very build, whose certificate nobody has signed. */
final class TrustingClient {
    private TrustingClient() {}

    /** A client without connections yet. */
    static HttpClient create(String protocol) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TrustAllManager.context())
                .sslParameters(parameters)
                .build();
    }
}
