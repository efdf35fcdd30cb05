package io.sidecarfirst.gate.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Container;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What real command lines say of the address that a port is listened on. The arguments are parted by {@code ,,}. */
class ListenerTest {

    private static Container container(String commandLine, String... environment) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", "s");
        ArrayNode command = node.putArray("command");
        for (String argument : commandLine.split(",,", -1)) {
            command.add(argument);
        }
        ArrayNode env = node.putArray("env");
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            env.addObject().put("name", variable.substring(0, equals)).put("value", variable.substring(equals + 1));
        }
        return new Container(node, 0, true);
    }

    private static List<Boolean> listeners(int port, Container container) {
        return Listener.on(port, Options.of(container)).stream()
                .map(Listener::loopback)
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80    | nginx,,-g,,listen 127.0.0.1:80;",
                "80    | nginx,,-g,,daemon off; http { server { listen 127.0.0.1:80 default_server; } }",
                "8000  | gunicorn,,-b,,127.0.0.1:8000,,app:app",
                "8000  | gunicorn,,--bind=localhost:8000,,app:app",
                "8000  | gunicorn,,--bind,,[::1]:8000,,app:app",
                "8000  | uvicorn,,app:app,,--host,,127.0.0.1,,--port,,8000",
                "8000  | uvicorn,,app:app,,--port=8000,,--host=localhost",
                "8000  | sh,,-c,,exec uvicorn app:app --host 127.0.0.1 --port 8000",
                "6379  | redis-server,,--bind,,127.0.0.1,,--port,,6379",
                "6379  | redis-server,,--port,,6379,,--bind,,127.0.0.1,,::1",
                "9090  | prometheus,,--web.listen-address=127.0.0.1:9090",
                "9100  | node_exporter,,--web.listen-address=localhost:9100",
                "15000 | proxy,,--listen=localhost:15000",
                "15000 | proxy,,--listen,,localhost:15000",
                "15000 | proxy,,-listen-addr,,127.0.0.1:15000",
                "53    | dns,,--listen=127.0.0.53:53",
                "80    | server,,[::1]:80",
                "80    | server,,--listen=[::1]:80,[::1]:81",
                "81    | server,,--listen=[::1]:80,[::1]:81",
                "4180  | oauth2-proxy,,--http-address=127.0.0.1:4180,,--upstream=http://127.0.0.1:8080/",
                "4180  | oauth2-proxy,,--http-address=http://127.0.0.1:4180",
                "8080  | java,,-Dserver.address=127.0.0.1,,-Dserver.port=8080,,-jar,,app.jar",
                "8080  | bash,,-c,,HOST=127.0.0.1 PORT=8080 ./server",
                "8080  | server,,--serve=tcp://localhost:8080",
                "9901  | envoy,,--admin-address,,127.0.0.1:9901",
                "80    | sh,,-c,,curl -f http://0.0.0.0:80/; server --listen 127.0.0.1:80"
            })
    void isLoopback(int port, String commandLine) {
        assertThat(listeners(port, container(commandLine))).containsExactly(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80    | nginx,,-g,,listen 0.0.0.0:80;",
                "80    | nginx,,-g,,listen *:80;",
                "8000  | gunicorn,,-b,,0.0.0.0:8000,,app:app",
                "8000  | gunicorn,,-b,,:8000,,app:app",
                "8000  | gunicorn,,-b,,[::]:8000,,app:app",
                "8000  | uvicorn,,app:app,,--host,,0.0.0.0,,--port,,8000",
                "6379  | redis-server,,--bind,,0.0.0.0,,--port,,6379",
                "9090  | prometheus,,--web.listen-address=:9090",
                "80    | server,,--listen=localhost.example.com:80",
                "80    | server,,--listen=127.0.0.1.example.com:80",
                "80    | server,,--listen=127.example:80",
                "80    | server,,--listen=localhost-2:80",
                "8443  | kube-rbac-proxy,,--secure-listen-address=0.0.0.0:8443,,--upstream=http://127.0.0.1:8080/",
                "81    | server,,--listen=127.0.0.1:80,0.0.0.0:81"
            })
    void isReachable(int port, String commandLine) {
        assertThat(listeners(port, container(commandLine))).containsExactly(false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80    | server,,--listen=127.0.0.1:8080",
                "8080  | server,,--listen=127.0.0.1:80",
                "80    | server,,--listen=127.0.0.1:18080",
                "80    | server,,--listen=127.0.0.1:080x",
                "8080  | proxy,,--upstream=http://127.0.0.1:8080",
                "8080  | proxy,,--upstream=127.0.0.1:8080",
                "8080  | proxy,,--upstream,,localhost:8080",
                "8080  | proxy,,--target,,127.0.0.1:8080",
                "8080  | proxy,,--backend-address=127.0.0.1:8080",
                "8080  | proxy,,--app-url=http://localhost:8080",
                "8080  | kube-rbac-proxy,,--secure-listen-address=0.0.0.0:8443,,--upstream=http://127.0.0.1:8080/",
                "8080  | sh,,-c,,until curl -sf localhost:8080; do sleep 1; done; exec server",
                "8080  | sh,,-c,,/usr/bin/curl localhost:8080 && exec server",
                "8080  | sh,,-c,,until nc -z localhost 8080; do sleep 1; done",
                "8080  | sh,,-c,,wget -qO- http://127.0.0.1:8080/healthz",
                "8080  | curl,,localhost:8080",
                "8080  | /usr/bin/curl,,localhost:8080",
                "8080  | grpc_health_probe,,-addr=127.0.0.1:8080",
                "8080  | proxy,,http://127.0.0.1:8080/path",
                "8080  | app,,--db-host=127.0.0.1,,--db-port=8080",
                "8080  | app,,--redis-host=127.0.0.1,,--port=8080",
                "8080  | app,,--host=127.0.0.1,,--metrics-port=8080",
                "80    | app,,--host,,127.0.0.1,,--port,,8080",
                "80    | app,,--port,,80",
                "80    | app,,--host,,127.0.0.1",
                "80    | haproxy,,-f,,/etc/haproxy.cfg",
                "80    | envoy,,-c,,/etc/envoy.yaml,,--base-id,,80",
                "80    | app,,::1:80x",
                "80    | app,,-",
                "80    | app,,--",
                "80    | app,,=127.0.0.1:80x,,--=,,--=x",
                "80    | ''"
            })
    void isNotKnown(int port, String commandLine) {
        assertThat(listeners(port, container(commandLine))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "8080,true,LISTEN=127.0.0.1:8080,X=y",
        "8080,true,HOST=localhost,PORT=8080",
        "8080,true,SERVER_ADDRESS=127.0.0.1,SERVER_PORT=8080",
        "8080,true,serverAddress=127.0.0.1,serverPort=8080",
        "8080,false,HOST=0.0.0.0,PORT=8080",
        "8080,false,LISTEN=:8080,X=y",
    })
    void isReadFromTheEnvironmentToo(int port, boolean loopback, String one, String other) {
        assertThat(listeners(port, container("app", one, other))).containsExactly(loopback);
    }

    @ParameterizedTest
    @CsvSource({
        "DB_HOST=127.0.0.1,DB_PORT=8080",
        "UPSTREAM=127.0.0.1:8080,X=y",
        "APP_URL=http://127.0.0.1:8080,X=y",
        "REDIS_ADDR=localhost:8080,X=y",
        "HOST=127.0.0.1,METRICS_PORT=8080",
        "HOST=127.0.0.1,PORT=80",
    })
    void theEnvironmentMayBeAboutOthers(String one, String other) {
        assertThat(listeners(8080, container("app", one, other))).isEmpty();
    }

    private static List<Boolean> onNoPort(int port, Container container) {
        return Listener.onNoPort(port, Options.of(container)).stream()
                .map(Listener::loopback)
                .toList();
    }

    /** Of the port 80; empty where nothing is known. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app,,--bind=127.0.0.1 | true",
                "app,,--bind=127.0.0.1, | true",
                "app,,--bind= 127.0.0.1 | true",
                "app,,--bind=127.0.0.1;::1 | true",
                "app,,--bind=127.0.0.1,0.0.0.0 | false",
                "app,,--bind=, | ''",
                "app,,--host=${POD_IP} | ''",
                // Whose host it is: the program's, or that of a part with a port of its own.
                "app,,--edge-host=127.0.0.1,,--edge-port=80 | true",
                "app,,--edge-host=127.0.0.1,,--edge-http-port=80 | true",
                "app,,--edge-host=127.0.0.1,,--edges-port=80 | ''",
                "app,,--edge-host=127.0.0.1,,--edge-port=81 | ''",
                "app,,--cache-host=127.0.0.1,,--edge-port=80 | ''",
                "app,,--my-app-host=127.0.0.1 | true",
                "app,,--my-web-host=127.0.0.1 | true",
                "app,,--hostname=127.0.0.1 | ''",
                "app,,--upstream-http-host=127.0.0.1 | ''",
                "app,,--upstream-http-bind-host=127.0.0.1 | true",
            })
    void aHostWithoutAPort(String commandLine, String loopback) {
        assertThat(onNoPort(80, container(commandLine)))
                .isEqualTo(loopback.isEmpty() ? List.of() : List.of(Boolean.valueOf(loopback)));
    }

    @ParameterizedTest
    @CsvSource({
        "HOSTNAME=127.0.0.1, 1",
        "MY_WEB_HOST=127.0.0.1, 1",
        "MY_APP_HOST=127.0.0.1, 0",
        "UPSTREAM_HTTP_HOST=127.0.0.1, 0",
    })
    void aHostInTheEnvironmentWithoutAPort(String variable, int listeners) {
        assertThat(onNoPort(80, container("app", variable))).hasSize(listeners);
    }

    @Test
    void whatIsTooLongIsNoHost() {
        String longest = "a".repeat(64);
        assertThat(onNoPort(80, container("app,,--bind=" + longest))).containsExactly(false);
        assertThat(onNoPort(80, container("app,,--bind=a" + longest))).isEmpty();
        assertThat(listeners(80, container("app,,--edge-bind=" + longest + ",,--edge-port=80")))
                .containsExactly(false);
        assertThat(listeners(80, container("app,,--edge-bind=a" + longest + ",,--edge-port=80")))
                .isEmpty();
    }

    @Test
    void anOptionMayHoldTheOptionsOfHostAndPort() {
        assertThat(listeners(80, container("app,,--set=server.address=127.0.0.1,,--set=server.port=80")))
                .containsExactly(true);
        assertThat(listeners(80, container("app,,--set=server.address=127.0.0.1,,--set=server.port=81")))
                .isEmpty();
    }

    private static List<Boolean> byName(String name, Container container) {
        return Listener.byName(List.of(name), 80, Options.of(container)).stream()
                .map(Listener::loopback)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--at | app,,--at=http://localhost:80 | true",
                "--at | app,,--at=http://10.0.0.1:80 | false",
                "--at | app,,--at=http://localhost:81 | ''",
                "at= | app,,-c,,at=10.0.0.1 | false",
                "at= | app,,-c,,x?at=127.0.0.1 | true",
                "at= | app,,-c,,x?to=127.0.0.1 | ''",
                // A variable is no key of a configuration, and a line alone is none.
                "at | app,,{at: 127.0.0.1} | true",
                "at | app,,at: 127.0.0.1 | ''",
                "AT | app,,{at: 127.0.0.1} | ''",
            })
    void theOptionsOfAKnownProgram(String name, String commandLine, String loopback) {
        assertThat(byName(name, container(commandLine)).stream().distinct())
                .isEqualTo(loopback.isEmpty() ? List.of() : List.of(Boolean.valueOf(loopback)));
    }

    /** What stands in a configuration about the port 80; empty where nothing does. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "`\nlisten: 127.0.0.1:80` -> true",
                "{listen: 127.0.0.1:80} -> true",
                "listen: 127.0.0.1:80 -> ``",
                // What a script prints is one where it goes somewhere.
                "echo 'listen 127.0.0.1:80' > /c -> true",
                ">/c echo 'listen 127.0.0.1:80' -> true",
                "echo 'listen 127.0.0.1:80' | serve -> true",
                "echo 'listen 127.0.0.1:80' -> ``",
                "log 'listen 127.0.0.1:80' > /c -> ``",
                // A key is no address without a host.
                "{\"port\":80} -> ``",
                "{'port':80} -> ``",
                "{\"listen\":\":80\"} -> false",
                "{'listen':':80'} -> false",
                "`\":80\" {\n  respond ok\n}` -> false",
                // A URL is where a client goes.
                "`hook = http://127.0.0.1:80/\n` -> ``",
                "`http://127.0.0.1:80 {\n}` -> true",
                "`a: 1\naddr: http://127.0.0.1:80\n` -> true",
                "`a: 1\nkestrel: http://127.0.0.1:80\n` -> true",
                "`a: 1\nreceivers: http://127.0.0.1:80\n` -> true",
                // What is indented below another program's name, and not what stands beside it.
                "`upstream:\n  a: 1\n  b: 127.0.0.1:80` -> ``",
                "`upstream:\n\n  b: 127.0.0.1:80` -> ``",
                "`upstream:\n \n  b: 127.0.0.1:80` -> ``",
                "`upstream:\n  a:\n    b: 127.0.0.1:80` -> ``",
                "`x:\n  upstream: web\n  b: 127.0.0.1:80` -> true",
                "`upstream: web\nb: 127.0.0.1:80` -> true",
            })
    void aConfiguration(String text, String loopback) {
        assertThat(listeners(80, container("app", "C=" + text)))
                .isEqualTo(loopback.isEmpty() ? List.of() : List.of(Boolean.valueOf(loopback)));
    }

    @ParameterizedTest
    @CsvSource({"19, 0", "20, 1"})
    void theLinesAboveAreReadToALimit(int between, int listeners) {
        assertThat(listeners(80, container("app", "C=upstream:\n" + "  a: 1\n".repeat(between) + "  b: 127.0.0.1:80")))
                .hasSize(listeners);
    }

    /** A hostile Pod holds more than people write: 256 of a kind are read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x 127.0.0.1:%s",
                "listen %s;",
                "host: 0.0.0.0, port: %s |",
                "port: %s, host: 0.0.0.0 |",
                "listener %s 127.0.0.1 ",
                "socat tcp-listen:%s,bind=127.0.0.1 ",
            })
    void noMoreOfAConfigurationIsReadThanPeopleWrite(String line) {
        String one = line.formatted(1) + "\n";
        String last = line.formatted(80) + "\n";
        assertThat(listeners(80, container("app", "C=" + one.repeat(255) + last)))
                .hasSize(1);
        assertThat(listeners(80, container("app", "C=" + one.repeat(256) + last)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"listen: 127.0.0.1, listen: 0.0.0.0", "a 127.0.0.1, a 0.0.0.0"})
    void noMoreHostsOfAConfigurationAreReadThanPeopleWrite(String one, String last) {
        String read = (one + "\n").repeat(255) + last + "\n";
        assertThat(onNoPort(80, container("app", "C=" + read))).contains(false);
        assertThat(onNoPort(80, container("app", "C=" + one + "\n" + read))).containsOnly(true);
        assertThat(byName("listen", container("app", "C=" + read.replace("a ", "listen "))))
                .contains(false);
        assertThat(byName("listen", container("app", "C=listen: ::1\n" + read.replace("a ", "listen "))))
                .containsOnly(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host: ::1, port: %s |", "port: %s, host: ::1 |", "upstream = %s"})
    void noMorePortsOfAConfigurationAreReadThanPeopleWrite(String line) {
        String one = line.formatted(1) + "\n";
        String read = one.repeat(255) + line.formatted(80);
        assertThat(Options.of(container("app", "C=" + read)).named()).contains(new Options.Named(80, "variable C"));
        assertThat(Options.of(container("app", "C=" + one + read)).named())
                .hasSize(256)
                .doesNotContain(new Options.Named(80, "variable C"));
    }

    @Test
    void aFlagAndAVariableAreNoPair() {
        assertThat(listeners(80, container("app,,--host=127.0.0.1", "PORT=80"))).isEmpty();
    }

    @Test
    void referencesAreFollowedAsTheKubeletDoes() {
        assertThat(listeners(80, container("app,,--listen=$(HOST):$(PORT)", "HOST=127.0.0.1", "PORT=80")))
                .containsExactly(true);
        assertThat(listeners(80, container("app", "HOST=127.0.0.1", "LISTEN=$(HOST):80")))
                .containsExactly(true);
        assertThat(listeners(80, container("app,,--listen=$(LATER):80"))).isEmpty();
        assertThat(listeners(80, container("app,,$(,,$(),,$(A$(B)),,$$(A)"))).isEmpty();
        assertThat(listeners(80, container("app,,--listen=$(A):80", "A=$1\\"))).isEmpty();
    }

    @Test
    void theOriginIsTheOptionAndNotItsValue() {
        assertThat(Listener.on(80, Options.of(container("app,,--listen=127.0.0.1:80,,127.0.0.1:80", "L=127.0.0.1:80"))))
                .extracting(Listener::origin)
                .containsExactly("flag --listen", "command line", "variable L");
    }
}
