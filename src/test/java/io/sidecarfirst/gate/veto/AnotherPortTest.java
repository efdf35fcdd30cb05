package io.sidecarfirst.gate.veto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sidecar is told of its port, and declares otherwise. */
class AnotherPortTest {
    private static final String DECLARED = "ports: [{containerPort: 80}]";

    private static Verdict verdict(String fields) {
        return Gates.DEFAULT.plan(Yaml.podWithSidecar(fields)).verdicts().get(0);
    }

    private static void assertGated(String fields, int port) {
        assertThat(verdict(fields))
                .isInstanceOfSatisfying(
                        Verdict.Gated.class,
                        gated -> assertThat(gated.handler().port().orElseThrow())
                                .hasToString(new io.sidecarfirst.gate.PortReference.ByNumber(port).toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env: [{name: PORT, value: '3000'}]",
                "env: [{name: SERVER_PORT, value: '3000'}]",
                "env: [{name: ASPNETCORE_HTTP_PORTS, value: '8080;8081'}]",
                "env: [{name: ASPNETCORE_URLS, value: 'http://+:8080'}]",
                "env: [{name: JAVA_TOOL_OPTIONS, value: '-Xmx1g -Dserver.port=8081'}]",
                "env: [{name: LISTEN, value: ':8080'}]",
                "args: [serve, --port=8080]",
                "args: [serve, --port, '8080']",
                "args: [postgres, -c, port=5433]",
                "args: [postgres, -p, '5433']",
                "args: ['--listen=:9090']",
                "args: ['--http.address=0.0.0.0:9090']",
                "args: [-b, '0.0.0.0:9090']",
                "args: ['--bind=unix:/run/x.sock']",
                "args: [--listen, /run/x.sock]",
                "args: [--addr, 'unix:///run/x.sock']",
                "args: [--port=0]",
                "args: [--http-port=-1]",
                "args: ['--http.enabled=false']",
                "args: ['--enable-http=false']",
                "args: [--no-http]",
                "args: [--disable-http-server]",
                "command: [sh, -c, 'exec app --port 9090']",
                "command: [socat, 'UDP-LISTEN:80,fork', 'UDP:logs:514']",
                "env: [{name: PORT, value: '8080'}, {name: BASE, value: http://web:8080}]",
                // What only looks like the declared port.
                "env: [{name: PORT, value: '3000'}, {name: API_URL, value: 'http://api.prod.svc:80'}]",
                "env: [{name: PORT, value: '3000'}, {name: CPU_THRESHOLD_PERCENT, value: '80'}]",
                "env: [{name: PORT, value: '3000'}, {name: SCALE, value: '80%'}]",
                "env: [{name: PORT, value: '3000'}, {name: REDIS_PORT, value: '80'}]",
                "args: ['--listen=:9000', '--allow-cidr=10.80.0.0/16']",
                "args: ['--listen=:9000', '--peer=10.0.0.80:9000']",
                "args: ['--listen=:9000', '--timeout=80']",
                "args: ['--listen=:9000', --timeout, '80']",
                "env: [{name: REDIS_EXPORTER_WEB_LISTEN_ADDRESS, value: ':9122'}]",
                "env: [{name: Kestrel__Endpoints__Http__Url, value: 'http://*:8081'}]",
                "env: [{name: REDIS_PORT_NUMBER, value: '6380'}]",
                "args: [--dapr-http-port=3510]",
                "command: [python3, -m, http.server, '9000']",
                "command: [npx, serve, -l, '5000', /srv]",
                "command: [sh, -c, 'alembic upgrade head; exec uvicorn main:app --host 0.0.0.0 --port 9000']"
            })
    void isTold(String told) {
        assertThat(verdict(told + ", " + DECLARED))
                .isInstanceOfSatisfying(
                        Verdict.Skipped.class,
                        skipped -> assertThat(skipped.reason()).isEqualTo(Reason.ANOTHER_PORT));
        // What the author states, a probe of its own, is worth more.
        assertGated(told + ", " + DECLARED + ", readinessProbe: {tcpSocket: {port: 80}}", 80);
        assertGated(told + ", " + DECLARED + ", livenessProbe: {tcpSocket: {port: 80}}", 80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env: [{name: PORT, value: '80'}]",
                "env: [{name: PORT, value: '3000'}, {name: PUBLISHED_PORT, value: '80'}]",
                "env: [{name: PORT, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}]",
                "env: [{name: METRICS_PORT, value: '9090'}]",
                "env: [{name: REDIS_PORT, value: '6379'}]",
                "env: [{name: PGPORT, value: '5432'}]",
                "env: [{name: HOST, value: db}, {name: PORT, value: '5432'}]",
                "args: [--metrics-port=9090]",
                "args: [--health-probe-bind-address=10.0.0.1:9090]",
                "args: [--upstream-port=9090]",
                "args: [--db.port, '5432']",
                "env: [{name: SERVER_HOST, value: frps.example.com}, {name: SERVER_PORT, value: '7000'}]",
                "env: [{name: PORT, value: '3000'}, {name: URLS, value: 'http://*:80'}]",
                "args: ['--listen=:9000', '--admin=0.0.0.0:80']",
                "args: ['--listen=:9000', --admin-port, '80']",
                "args: ['--listen=10.0.0.1:9000,10.0.0.1:80']",
                "command: [sh, -c, 'exec app --listen :9000 --status-port 80']",
                "env: [{name: METRICS_LISTEN_ADDRESS, value: ':9122'}]",
                "env: [{name: REDIS_MASTER_PORT_NUMBER, value: '6380'}]",
                "command: [python3, -m, http.server, '80']",
                "command: [npx, serve, -l, '80', /srv]",
                "command: [sh, -c, 'gunicorn -b 127.0.0.1:8000 core.wsgi & exec nginx']",
                "image: redis, args: [redis-server, --port, '0', --tls-port, '80']",
                "args: [--http-port=80, --https-port=443]",
                "args: [--port=8080, --admin=80]",
                "args: ['--listen=:80', '--listen=:443']",
                "args: [--bind, 'unix:/run/x.sock', --bind, '0.0.0.0:80']",
                "args: ['--http.enabled=true']",
                "args: ['--no-http=false']",
                "args: [--enable-http]",
                "args: [--no-http-cache]",
                "args: [-p, '8']",
                "args: [--export=8080]",
                "args: [--socket, /run/x.sock]",
                "command: [sh, -c, 'wget --port 8080; exec app']",
                "command: [socat, 'TCP-LISTEN:80,fork', 'UDP:logs:514']",
                "command: [sh, -c, 'socat UDP-LISTEN:80,fork UDP:a:1 & socat TCP-LISTEN:80,fork TCP:b:1']"
            })
    void isNotTold(String told) {
        assertGated(told + ", " + DECLARED, 80);
    }

    @Test
    void theToldPortIsTaken() {
        assertGated("args: [--port=8080], ports: [{containerPort: 80}, {containerPort: 8080}]", 8080);
        assertGated("args: [--port=8080], ports: [{containerPort: 8080}, {containerPort: 80}]", 8080);
    }

    @Test
    void aKnownListenerOfItsOwn() {
        String proxy = "image: cloud-sql-proxy, args: [--port=5432, --health-check, --http-address=0.0.0.0], ports: ";
        assertGated(proxy + "[{containerPort: 9090}]", 9090);
        assertThat(verdict(proxy + "[{containerPort: 9091}]")).isInstanceOf(Verdict.Skipped.class);
    }

    /** A default that an option moves is gone; those beside it stay. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "image: azurite, command: [azurite, --blobPort, '11000', --blobHost, 0.0.0.0] -> 11000 -> 10000",
                "image: azurite, command: [azurite, --blobPort, '11000', --queueHost, 0.0.0.0] -> 10001 -> 10002",
                "image: cloud-sql-proxy, args: [--address=0.0.0.0, 'p:r:i?port=5433'] -> 5433 -> 5432",
                "image: cloud-sql-proxy, args: [--address=0.0.0.0, 'p:r:i?unix=/x'] -> 5432 -> 9090",
                "image: fluent-bit, args: [-H, -P, '2021'] -> 2021 -> 2020",
                "image: fluent-bit, args: [-H, -P, '2020'] -> 2020 -> none",
                "image: gluetun, env: [{name: HTTPPROXY, value: 'on'},"
                        + " {name: HTTPPROXY_LISTENING_ADDRESS, value: ':8889'}] -> 8889 -> 8888",
                "image: gluetun, env: [{name: HTTPPROXY, value: 'on'}] -> 8888 -> 8388",
                "image: tailscale, env: [{name: TS_ENABLE_HEALTH_CHECK, value: 'true'}] -> 9002 -> 1055",
                "image: tailscale, env: [{name: TS_ENABLE_HEALTH_CHECK, value: 'true'},"
                        + " {name: TS_LOCAL_ADDR_PORT, value: '[::]:9003'}] -> 9003 -> 9002",
                "image: ethereum/client-go, args: [--pprof, --pprof.addr, 0.0.0.0, --metrics.port, '6061']"
                        + " -> 6060 -> 6061",
                "image: ethereum/client-go, args: [--metrics, --metrics.port, '6061'] -> 30303 -> 6060",
                "image: consul, args: [agent, -grpc-port=8504] -> 8301 -> 8500",
                "image: consul, args: [agent, -client=0.0.0.0, -grpc-port=8504] -> 8500 -> 8502",
                "command: [gunicorn, app], env: [{name: PORT, value: '9000'}] -> 9000 -> 8000",
                "image: postgres, args: [postgres, -h, '*'] -> 5432 -> none",
                "image: mysql, args: [-P, '3307'] -> 3307 -> 3306",
                "image: mysql, env: [{name: MYSQL_TCP_PORT, value: '3307'}] -> 3307 -> 3306",
            })
    void aDefaultMoves(String fields, int open, String closed) {
        assertGated(fields + ", ports: [{containerPort: " + open + "}]", open);
        if (!closed.equals("none")) {
            assertThat(verdict(fields + ", ports: [{containerPort: " + closed + "}]"))
                    .isInstanceOf(Verdict.Skipped.class);
        }
    }

    @Test
    void anEmptyHostOfPostgresIsNone() {
        assertThat(verdict("image: postgres, args: [postgres, -h, ''], ports: [{containerPort: 5432}]"))
                .isInstanceOf(Verdict.Skipped.class);
    }
}
