package io.sidecarfirst.gate.veto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What names a port of a main. */
class ClientOfLaterContainerTest {
    private static Verdict verdict(String sidecar, String main) {
        return Gates.DEFAULT
                .plan(Yaml.podWithSidecar("", sidecar, main))
                .verdicts()
                .get(0);
    }

    private static void assertSkipped(String sidecar, String main) {
        for (String source :
                new String[] {"ports: [{containerPort: 9000}]", "readinessProbe: {httpGet: {path: /ready, port: 9000}}"
                }) {
            assertThat(verdict(sidecar + ", " + source, main))
                    .as("%s before %s", sidecar, main)
                    .isInstanceOfSatisfying(
                            Verdict.Skipped.class,
                            skipped -> assertThat(skipped.reason()).isEqualTo(Reason.WAITS_FOR_LATER_CONTAINER));
        }
    }

    private static void assertGated(String sidecar, String main) {
        assertGated(sidecar, main, 9001);
    }

    /** @param own a port that the sidecar declares, besides that of its check */
    private static void assertGated(String sidecar, String main, int own) {
        String port = "{containerPort: " + own + "}";
        for (String source : new String[] {
            "ports: [{containerPort: 9000}, " + port + "]",
            "ports: [" + port + "], readinessProbe: {httpGet: {path: /ready, port: 9000}}"
        }) {
            assertThat(verdict(sidecar + ", " + source, main))
                    .as("%s before %s", sidecar, main)
                    .isInstanceOf(Verdict.Gated.class);
        }
    }

    /** Each names 8080, and where that is the sidecar's own port nothing speaks against the gate. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: [sh, -c, 'until nc -z localhost 8080; do sleep 1; done']",
                "command: [nc, -z, 127.0.0.1, '8080']",
                "command: [bash, -c, 'until : > /dev/tcp/localhost/8080; do sleep 1; done']",
                "args: ['TCP-LISTEN:9000', 'TCP:127.0.0.1:8080']",
                "command: [ngrok, http, '8080']",
                "env: [{name: CONFIG, value: \"[x]\\nlocal_port = 8080\\n\"}]",
                "env: [{name: CONFIG, value: '{host: localhost, port: 8080}'}]",
                "args: [--upstream=http://127.0.0.1:8080/]",
                "args: [--upstream, 'localhost:8080']",
                "args: [-u, 'http://[::1]:8080']",
                "args: [--target=:8080]",
                "args: [--target=0.0.0.0:8080]",
                "args: [--app-port, '8080']",
                "args: [--vllm-port=8080]",
                "args: [--decoderport=8080]",
                "args: [--port=8080, --own-port=9000]",
                "args: [--ports, '8081,8080', --own-port=9000]",
                "args: ['--db=user:pw@tcp(127.0.0.1:8080)/x']",
                "args: ['http://localhost:8080/metrics']",
                "args: ['--address=$(POD_IP):8080']",
                "command: [sh, -c, 'proxy --to http://${POD_IP}:8080']",
                "command: [sh, -c, 'proxy --to $POD_IP:8080']",
                "command: [sh, -c, 'until nc -z localhost:8080; do sleep 1; done; proxy']",
                "env: [{name: UPSTREAM_URL, value: 'http://localhost:8080'}]",
                "env: [{name: USER_PORT, value: '8080'}]",
                "env: [{name: APP_PORTS, value: '8080'}]",
                "env: [{name: DATABASE_URL, value: 'postgres://root@localhost:8080/db?sslmode=disable'}]",
                "env: [{name: DSN, value: 'host=localhost port=8080 user=root'}]",
                "env: [{name: JDBC, value: 'jdbc:postgresql://localhost:8080/db'}]",
                "env: [{name: H, value: 'localhost'}, {name: TARGET, value: '$(H):8080'}]",
                "env: [{name: TARGET, value: ':8080'}]",
                "env: [{name: FORWARD, value: 'TCP:127.0.0.1:8080'}]",
                "env: [{name: WAIT_FOR, value: 'nc -z localhost 8080'}]",
                "env: [{name: CFG, value: \"clusters:\\n- address: 127.0.0.1:8080\\n\"}]",
            })
    void aPortThatTheMainDeclares(String sidecar) {
        assertSkipped(sidecar, "ports: [{containerPort: 8080}]");
        assertSkipped(sidecar, "livenessProbe: {tcpSocket: {port: 8080}}");
        assertGated(sidecar, "ports: [{containerPort: 8082}]", 8080);
        assertGated(sidecar, "ports: [{containerPort: 8080, protocol: UDP}]", 8080);
    }

    /** A port on loopback that nobody declares can only be a later container's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "env: [{name: UPSTREAM, value: 'http://127.0.0.1:3000'}]",
                "env: [{name: DATABASE_URL, value: 'postgres://root@localhost:3000/db'}]",
                "env: [{name: APP, value: 'redis://u:p@localhost:3000'}]",
                "env: [{name: TARGET_HOST, value: localhost}, {name: TARGET_PORT, value: '3000'}]",
                "args: [--upstream=http://127.0.0.1:3000/]",
                "args: [-nginx.scrape-uri, 'http://localhost:3000/stub_status']",
                "args: [--target-host, '[::1]', --target-port, '3000']",
                "command: [sh, -c, 'until nc -z 127.0.0.1 3000; do sleep 1; done; exec server --port 9000']",
                "command: [sh, -c, 'while ! curl -sf http://localhost:3000/health; do sleep 1; done; exec server']",
                "command: [bash, -c, 'until : > /dev/tcp/127.0.0.1/3000; do sleep 1; done; exec server']",
                "command: [sh, -c, \"printf ':9000\\\\nphp_fastcgi 127.0.0.1:3000' > /x; exec caddy run -c /x\"]",
                "env: [{name: CONFIG, value: \"upstream app { server 127.0.0.1:3000; }\\n\"}]",
                "env: [{name: CONFIG, value: \"backend app\\n  server app 127.0.0.1:3000 check\\n\"}]",
                "env: [{name: CONFIG, value: \"ProxyPass / http://127.0.0.1:3000/\\n\"}]",
            })
    void aPortThatNobodyDeclares(String sidecar) {
        assertSkipped(sidecar, "image: x");
        assertGated(sidecar, "image: x", 3000);
        assertGated(sidecar.replaceAll("localhost|127\\.0\\.0\\.1|\\[::1]", "web"), "image: x");
    }

    /** What nothing waits for, and what may well be the sidecar's own address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "env: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: 'http://localhost:4317'}]",
                "env: [{name: PUBLIC_URL, value: 'http://localhost:3000'}]",
                "env: [{name: CORS_ALLOWED_ORIGINS, value: 'http://localhost:3000'}]",
                "args: [--advertise-client-urls=http://127.0.0.1:3000]",
                "args: [--admin-address=127.0.0.1:3000]",
                "args: [--upstream=http://127.0.0.1:300000]",
                "command: [sh, -c, 'server --port 3000 --admin-port 9000 & until nc -z 127.0.0.1 3000; do :; done']",
                "command: [sh, -c, 'nc -l 127.0.0.1 3000 & exec server --port 9000']",
            })
    void isNotAwaited(String sidecar) {
        assertGated(sidecar, "image: x");
    }

    /** The check of a sidecar that declares another port asks the main; that of one without ports asks itself. */
    @ParameterizedTest
    @ValueSource(strings = {"[curl, -f, 'http://localhost:3000']", "[nc, -z, 127.0.0.1, '3000']"})
    void aCheckOfAPortThatNobodyDeclares(String command) {
        String probe = "readinessProbe: {exec: {command: " + command + "}}";
        assertThat(verdict(probe + ", ports: [{containerPort: 9000}]", "image: x"))
                .isInstanceOf(Verdict.Skipped.class);
        assertThat(verdict(probe + ", ports: [{containerPort: 3000}]", "image: x"))
                .isInstanceOf(Verdict.Gated.class);
        assertThat(verdict(probe, "image: x")).isInstanceOf(Verdict.Gated.class);
    }

    @ParameterizedTest
    @CsvSource({
        "pg_isready, 5432",
        "psql, 5432",
        "mysql, 3306",
        "mysqladmin, 3306",
        "redis-cli, 6379",
        "mongosh, 27017",
        "mongo, 27017",
        "etcdctl, 2379",
    })
    void aClientOfADatabase(String program, int port) {
        String check = "command: [sh, -c, 'until " + program + " -h HOST; do sleep 1; done; serve']";
        String main = "ports: [{containerPort: " + port + "}]";
        assertSkipped(check.replace("HOST", "localhost"), main);
        assertGated(check.replace("HOST", "db"), main);
        assertGated(check.replace("HOST", "localhost -p 9001"), main);
        assertGated(check.replace(program, "ask"), main);
        assertSkipped("command: [sh, -c, 'until " + program + " ping; do sleep 1; done; serve']", main);
    }

    @ParameterizedTest
    @CsvSource({
        "PG, 5432",
        "PGHOST, 5432",
        "POSTGRES, 5432",
        "POSTGRESQL, 5432",
        "MYSQL, 3306",
        "MYSQLD, 3306",
        "MARIADB, 3306",
        "REDIS, 6379",
        "MONGO, 27017",
        "MONGODB, 27017",
        "MEMCACHED, 11211",
        "RABBITMQ, 5672",
        "RABBITMQ, 15672",
        "ELASTICSEARCH, 9200",
        "ES, 9200",
        "OPENSEARCH, 9200",
        "KAFKA, 9092",
        "NATS, 4222",
        "DB, 5432",
        "DATABASE, 3306",
        "DSN, 6379",
        "URI, 27017",
    })
    void theHostOfAService(String word, int port) {
        String variable = "env: [{name: A_" + word + "_NAME, value: 'VALUE'}]";
        String main = "ports: [{containerPort: " + port + "}]";
        assertSkipped(variable.replace("VALUE", "localhost"), main);
        assertSkipped(variable.replace("VALUE", "127.0.0.1/x?y=z"), main);
        assertGated(variable.replace("VALUE", "db"), main);
        assertGated(variable.replace(word, "X" + word).replace("VALUE", "localhost"), main);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: [--upstream=http://web:8080/]",
                "args: [--upstream=127.0.0.1.example.com:8080]",
                "args: [--upstream=127.0.0.1:80801]",
                "args: [--self=127.0.0.1:18080]",
                "args: [--report=8080]",
                "args: [--timeout=8080]",
                "args: ['8080']",
                "args: [--image=registry/x:8080]",
                "env: [{name: TTL, value: '8080'}]",
                "env: [{name: DSN, value: 'host=db port=8080 user=root'}]",
                "env: [{name: MAC, value: 'a:8080:b'}]",
                "args: ['connect = 8080']",
                // What stands beside each other in the command line and in the environment belongs not together.
                "args: [localhost], env: [{name: TTL, value: '8080'}]",
            })
    void isNoPortOfTheMain(String sidecar) {
        assertGated(sidecar, "ports: [{containerPort: 8080}]");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost, 80",
        "http://localhost/metrics, 80",
        "ws://127.0.0.1/x, 80",
        "https://localhost, 443",
        "https://[::1]/x, 443",
        "wss://localhost?x, 443",
        "postgres://u:p@localhost/db, 5432",
        "postgresql://localhost/db, 5432",
        "mysql://127.0.0.1/db, 3306",
        "mariadb://127.0.0.1/db, 3306",
        "redis://localhost, 6379",
        "rediss://localhost/0, 6379",
        "mongodb://localhost/db, 27017",
        "amqp://localhost/, 5672",
        "amqps://localhost/, 5671",
        "nats://localhost, 4222",
        "host=localhost user=x, 5432",
    })
    void aUrlWithoutAPortHasThatOfItsScheme(String url, int port) {
        assertSkipped("args: ['--url=" + url + "']", "ports: [{containerPort: " + port + "}]");
        assertGated("args: ['--url=" + url + "']", "ports: [{containerPort: 8082}]");
        assertGated(
                "args: ['--url=" + url.replaceAll("localhost|127.0.0.1|\\[::1]", "db") + "']",
                "ports: [{containerPort: " + port + "}]");
    }

    /** Where the main declares nothing and only its own options say its port. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: [--server_port=8080]",
                "args: [--port, '8080']",
                "args: [-p, '8080']",
                "args: [--listen=:8080]",
                "args: [--addr=:8080]",
                "args: [--receiver=:8080]",
                "args: ['0.0.0.0:8080']",
                "env: [{name: PORT, value: '8080'}]",
                "env: [{name: HTTP_PORT, value: '8080'}]",
                "command: [sh, -c, 'exec server --port 8080']",
            })
    void aPortThatOnlyTheOptionsOfTheMainSay(String main) {
        assertSkipped("args: ['--manager=localhost:8080']", main);
        assertSkipped("args: ['--manager=$(HEAD):8080']", main);
        assertSkipped("args: [--vllm-port=8080]", main);
        assertGated("args: ['--manager=localhost:8081']", main);
        assertGated("args: [--port=8080, --own-port=9000]", main);
    }

    /** The main is the client, of a database proxy that declares no port. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "env: [{name: DB_PORT, value: '8080'}]",
                "env: [{name: DATABASE_URL, value: 'postgres://localhost:8080/db'}]",
                "args: [--db=localhost:8080]",
                "args: [--upstream=:8080]",
                "args: [--cache=:8080]",
            })
    void whatTheMainConnectsToIsNotItsPort(String main) {
        assertGated("args: [--manager=localhost:8080]", main);
    }

    /** Of git-sync's check it is known that it suits as a gate, but not that it passes whatever the main does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: daprd, args: [--app-port=8080] | /v1.0/healthz/outbound, port: 3501 | true",
                "image: daprd, args: [--app-port=8080] | /v1.0/metadata, port: 3501 | false",
                "image: git-sync, args: ['--http-bind=:1234', '--webhook-url=http://localhost:8080'] | /, port: 1234"
                        + " | false",
            })
    void aCheckThatIsKnownToPassWithoutTheMain(String sidecar, String check, boolean gated) {
        assertThat(
                        verdict(
                                        sidecar + ", readinessProbe: {httpGet: {path: " + check + "}}",
                                        "ports: [{containerPort: 8080}]")
                                instanceof Verdict.Gated)
                .isEqualTo(gated);
    }

    /** Declared by the sidecar alone, but two containers cannot both listen on it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "env: [{name: PORT, value: '9000'}]",
                "env: [{name: SERVER_PORT, value: '9000'}]",
                "env: [{name: LISTEN_ADDR, value: ':9000'}]",
                "args: [--port=9000]",
                "args: [--host, 0.0.0.0, --port, '9000']",
                "args: [--listen=127.0.0.1:9000]",
                "args: ['--addr=0.0.0.0:9000']",
                "command: [sh, -c, 'exec server --port 9000']",
            })
    void aPortThatAMainIsToldToListenOn(String main) {
        assertSkipped("image: x", main);
        assertGated("args: [--port=9000]", main);
        assertGated("image: x", main.replace("9000", "9001"));
    }

    /** The main is a client of the sidecar. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "env: [{name: CACHE_ADDR, value: 'localhost:9000'}]",
                "env: [{name: CACHE_ADDR, value: '10.0.0.1:9000'}]",
                "env: [{name: CACHE_PORT, value: '9000'}]",
                "env: [{name: HOST, value: localhost}, {name: PORT, value: '9000'}]",
                "args: [--server-address=127.0.0.1:9000]",
                "args: ['localhost:9000']",
                "args: [-h, localhost, --port, '9000']",
                "args: [--host=db, --port=9000]",
                "command: [sh, -c, 'pg_dump -h localhost -p 9000 db']",
                "command: [sh, -c, 'psql -p 9000 db']",
                "args: [--upstream=:9000]",
            })
    void aPortThatAMainConnectsToIsTheSidecars(String main) {
        assertGated("image: x", main);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ip4/127.0.0.1/tcp/8080", "/dns4/localhost/tcp/8080"})
    void aMultiaddrOfTheMain(String address) {
        assertSkipped("args: [--api=" + address + "]", "ports: [{containerPort: 8080}]");
        assertGated("args: [--api=" + address + "]", "ports: [{containerPort: 8081}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl -f localhost:8080/ready", "curl -f http://localhost:8080/ready && true"})
    void aCheckThatAsksTheMain(String script) {
        String probe = "readinessProbe: {exec: {command: [sh, -c, '" + script + "']}}";
        assertThat(verdict(probe, "ports: [{containerPort: 8080}]")).isInstanceOf(Verdict.Skipped.class);
        assertThat(verdict(probe, "ports: [{containerPort: 8081}]")).isInstanceOf(Verdict.Gated.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ports: [{containerPort: 9000}, {containerPort: 8080}]"})
    void aPortThatTheSidecarAloneDeclaresIsItsOwn(String ports) {
        assertThat(verdict("args: [--metrics-port=8080, '--self=localhost:8080'], " + ports, "image: x"))
                .isInstanceOf(Verdict.Gated.class);
    }
}
