package io.sidecarfirst.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A watch, and how it ends. */
class WatchTest {
    private static final String PATH = "api/v1/namespaces/here/configmaps";
    private static final String FIRST = event("ADDED", 1);
    private static final String SECOND = event("MODIFIED", 2);

    @TempDir
    private Path folder;

    private final List<JsonNode> events = new ArrayList<>();
    private volatile Reply reply = Reply.ok("");
    private FakeApiServer fake;
    private ApiServer server;

    private static String event(String type, int version) {
        return "{\"type\":\"" + type + "\",\"object\":{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}}\n";
    }

    private static String error(int code) {
        return "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":" + code
                + ",\"message\":\"too old resource version\"}}\n";
    }

    @BeforeEach
    void start() throws IOException {
        fake = FakeApiServer.start(request -> reply);
        server = ApiServer.connect(fake.kubeconfig(folder, "here"), null);
    }

    private void answers(Reply next) {
        reply = next;
    }

    private WatchEnd watch() throws InterruptedException {
        return server.watch(PATH, "fieldSelector=metadata.name%3Dx", "7", events::add);
    }

    /** For servers that never end it. */
    private WatchEnd watchForASecond() throws InterruptedException {
        return server.watch(PATH, "", "7", 1, 0, events::add);
    }

    private List<String> seen() {
        return events.stream()
                .map(event -> event.path("type").asString() + " "
                        + event.at("/object/metadata/resourceVersion").asString())
                .toList();
    }

    @AfterEach
    void close() {
        server.close();
        fake.close();
    }

    @Test
    void tellsEachEventUntilTheServerEndsIt() throws Exception {
        answers(Reply.ok(FIRST + "\n" + SECOND + event("BOOKMARK", 9)));

        assertThat(watch()).isEqualTo(WatchEnd.ENDED);

        assertThat(seen()).containsExactly("ADDED 1", "MODIFIED 2", "BOOKMARK 9");
        assertThat(fake.requests())
                .containsExactly("GET /" + PATH + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=240"
                        + "&resourceVersion=7&fieldSelector=metadata.name%3Dx");
    }

    @Test
    void endsWithoutEvents() throws Exception {
        answers(Reply.ok(""));

        assertThat(watch()).isEqualTo(WatchEnd.ENDED);

        assertThat(events).isEmpty();
    }

    @Test
    void tellsWhatHasComeBeforeTheServerFallsSilent() throws Exception {
        answers(Reply.ok(FIRST + SECOND.substring(0, 20)).open());

        assertThat(watchForASecond()).isEqualTo(WatchEnd.ENDED);

        assertThat(seen()).containsExactly("ADDED 1");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        answers(Reply.ok("").open());

        assertThat(watchForASecond()).isEqualTo(WatchEnd.ENDED);
    }

    @Test
    void aConnectionCutInTheMiddleOfALineEndsIt() throws Exception {
        answers(Reply.ok(FIRST + SECOND.substring(0, 20)).cut());

        assertThat(watch()).isEqualTo(WatchEnd.ENDED);

        assertThat(seen()).containsExactly("ADDED 1");
    }

    @Test
    void anAnswerThatEndsInTheMiddleOfALineIsNoApiServers() throws Exception {
        answers(Reply.ok(FIRST + SECOND.substring(0, 20)));

        assertThatThrownBy(this::watch).isInstanceOf(ApiServerException.class).hasMessageEndingWith("is no API server");
    }

    @Test
    void aVersionThatIsTooOldIsToldApart() throws Exception {
        answers(Reply.refused(410, "too old resource version"));

        assertThat(watch()).isEqualTo(WatchEnd.EXPIRED);
    }

    @Test
    void aVersionThatBecomesTooOldIsToldApart() throws Exception {
        answers(Reply.ok(FIRST + error(410)));

        assertThat(watch()).isEqualTo(WatchEnd.EXPIRED);

        assertThat(seen()).containsExactly("ADDED 1");
    }

    @Test
    void anotherErrorIsAProblem() throws Exception {
        answers(Reply.ok(error(500)));

        assertThatThrownBy(this::watch)
                .isInstanceOf(ApiServerException.class)
                .hasMessageEndingWith("does not tell of changes at " + PATH + ": too old resource version");
    }

    @Test
    void aRefusalIsAProblem() throws Exception {
        answers(Reply.refused(403, "configmaps is forbidden"));

        assertThatThrownBy(this::watch)
                .isInstanceOf(ApiServerException.class)
                .hasMessageEndingWith("does not tell of changes at " + PATH + ": configmaps is forbidden");
    }

    @Test
    void anOverloadedServerNeedNotSpeakJson() throws Exception {
        answers(new Reply(503, "try again"));

        assertThatThrownBy(this::watch).isInstanceOf(ApiServerException.class).hasMessageEndingWith("HTTP status 503");
    }

    @Test
    void refusedCredentialsAreSaid() throws Exception {
        answers(Reply.refused(401, "Unauthorized"));

        assertThatThrownBy(this::watch)
                .isInstanceOf(ApiServerException.class)
                .hasMessageContaining("refuses the credentials");
    }

    @Test
    void aLongLineIsOneEvent() throws Exception {
        String text = "\u00e9".repeat(1_500_000);
        answers(Reply.ok(FIRST + "{\"type\":\"ADDED\",\"object\":{\"data\":\"" + text + "\"}}\n" + SECOND));

        assertThat(watch()).isEqualTo(WatchEnd.ENDED);

        assertThat(events).hasSize(3);
        assertThat(events.get(1).at("/object/data").asString()).isEqualTo(text);
    }

    @Test
    void aLineWithoutAnEndIsGivenUp() throws Exception {
        answers(Reply.ok(" ".repeat(WatchLines.MAX_LINE_BYTES + 1)).open());

        assertThatThrownBy(this::watch)
                .isInstanceOf(ApiServerException.class)
                .hasMessageContaining("a line of more than");
    }

    @Test
    void whatHasNoEventsIsNoApiServer() throws Exception {
        answers(Reply.ok("{\"kind\":\"ConfigMapList\",\"items\":[]}"));

        assertThatThrownBy(this::watch).isInstanceOf(ApiServerException.class).hasMessageEndingWith("is no API server");
    }

    @Test
    void whatTheReaderThrowsEndsIt() throws Exception {
        answers(Reply.ok(FIRST + SECOND).open());

        assertThatThrownBy(() -> server.watch(PATH, "", "7", event -> {
                    throw new IllegalArgumentException("not that one");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not that one");
    }

    @Test
    void whoeverIsInterruptedStopsWaiting() throws Exception {
        answers(Reply.ok(FIRST).open());

        assertThatThrownBy(() -> server.watch(
                        PATH, "", "7", event -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedException.class);
    }
}
