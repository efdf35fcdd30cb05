package io.sidecarfirst.training;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** What a kubelet and a Prometheus ask for. */
final class HealthTask implements TrainingTask {
    private static final int ROUNDS = 50;

    @Override
    public void run(RunningServer serve) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String path : List.of("/healthz", "/readyz", "/metrics")) {
                    HttpRequest request =
                            HttpRequest.newBuilder(serve.health(path)).build();
                    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                    if (response.statusCode() != 200) {
                        throw new IllegalStateException(path + ": " + response.statusCode());
                    }
                }
            }
        }
    }
}
