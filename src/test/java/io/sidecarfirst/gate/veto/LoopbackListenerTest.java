package io.sidecarfirst.gate.veto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Yaml;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a sidecar's port from the kubelet, by its fields; the main has no ports. */
class LoopbackListenerTest {
    private static final String PORT = "ports: [{containerPort: %s}]";

    private static Verdict verdict(String sidecar) {
        return Gates.DEFAULT.plan(Yaml.podWithSidecar(sidecar)).verdicts().get(0);
    }

    private static void assertSkipped(String sidecar) {
        assertThat(verdict(sidecar))
                .as(sidecar)
                .isInstanceOfSatisfying(
                        Verdict.Skipped.class,
                        skipped -> assertThat(skipped.reason()).isEqualTo(Reason.LOOPBACK_ONLY));
    }

    private static void assertGated(String sidecar) {
        assertThat(verdict(sidecar)).as(sidecar).isInstanceOf(Verdict.Gated.class);
    }

    /** Each with its neighbour: what stands left of the arrow is skipped, what stands right of it is gated. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                // Flags, in each form.
                "8080: {args: [--listen=127.0.0.1:8080]} -> {args: [--listen=0.0.0.0:8080]}",
                "8080: {args: [--listen, '127.0.0.1:8080']} -> {args: [--listen, ':8080']}",
                "8080: {args: [-listen, 'localhost:8080']} -> {args: [-listen, '10.0.0.1:8080']}",
                "8080: {args: [-l, '127.0.0.1:8080']} -> {args: [-l, '0.0.0.0:8080']}",
                "8080: {args: ['-l127.0.0.1:8080']} -> {args: ['-l0.0.0.0:8080']}",
                "8080: {args: [-b, 'tcp://127.0.0.1:8080']} -> {args: [-b, 'tcp://0.0.0.0:8080']}",
                "8080: {args: ['--listen=127.0.0.1:8080,[::1]:8080']}"
                        + " -> {args: ['--listen=127.0.0.1:8080,10.0.0.1:8080']}",
                "8080: {args: [--host, 127.0.0.1, --port, '8080']} -> {args: [--host, 0.0.0.0, --port, '8080']}",
                "8080: {args: [--host=localhost]} -> {args: [--host=web.example.com]}",
                "8080: {args: [--bind-address=127.0.0.1]} -> {args: [--bind-address=0.0.0.0]}",
                "8080: {args: [--ip=127.0.0.1]} -> {args: [--ip=0.0.0.0]}",
                "8080: {args: [--web.listen-address=localhost:8080]} -> {args: [--web.listen-address=:8080]}",
                "8080: {args: [--urls, 'http://localhost:8080']} -> {args: [--urls, 'http://*:8080']}",
                "8080: {args: ['127.0.0.1:8080']} -> {args: [':8080']}",
                "8080: {args: [-Dserver.address=127.0.0.1, -jar, a.jar]} -> {args: [-jar, a.jar]}",
                "8080: {args: [-S, 'localhost:8080']} -> {args: [-S, '0.0.0.0:8080']}",
                "8080: {args: [--listen=$(H):8080], env: [{name: H, value: 127.0.0.1}]}"
                        + " -> {args: [--listen=$(H):8080], env: [{name: H, value: 0.0.0.0}]}",
                // Notations of loopback.
                "8080: {args: ['--listen=127.8.9.10:8080']} -> {args: ['--listen=128.8.9.10:8080']}",
                "8080: {args: ['--listen=127.1:8080']} -> {args: ['--listen=12.1:8080']}",
                "8080: {args: ['--listen=[::1]:8080']} -> {args: ['--listen=[::]:8080']}",
                "8080: {args: ['--listen=[0:0:0:0:0:0:0:1]:8080']} -> {args: ['--listen=[0:0:0:0:0:0:0:0]:8080']}",
                "8080: {args: ['--listen=[::ffff:127.0.0.1]:8080']} -> {args: ['--listen=[::ffff:10.0.0.1]:8080']}",
                "8080: {args: ['--listen=[::ffff:7f00:1]:8080']} -> {args: ['--listen=[::ffff:a00:1]:8080']}",
                "8080: {args: ['--listen=ip6-localhost:8080']} -> {args: ['--listen=ip6-allnodes:8080']}",
                "8080: {args: ['--listen=LOCALHOST:8080']} -> {args: ['--listen=localhost.example.com:8080']}",
                "8080: {args: ['--listen=localhost.:8080']} -> {args: ['--listen=localhosts:8080']}",
                // Scripts.
                "8080: {command: [sh, -c, 'exec server --listen=\"127.0.0.1:8080\"']}"
                        + " -> {command: [sh, -c, 'exec server --listen=\"0.0.0.0:8080\"']}",
                "8080: {command: [sh, -c, 'HOST=127.0.0.1 PORT=8080 node server.js']}"
                        + " -> {command: [sh, -c, 'HOST=0.0.0.0 PORT=8080 node server.js']}",
                "8080: {command: [sh, -c, 'export HOST=localhost; exec server']}"
                        + " -> {command: [sh, -c, 'export HOST=0.0.0.0; exec server']}",
                "8080: {command: [sh, -c, 'server --host ${HOST:-127.0.0.1}']}"
                        + " -> {command: [sh, -c, 'server --host ${HOST:-0.0.0.0}']}",
                "8080: {command: [sh, -c, 'server --host $HOST'], env: [{name: HOST, value: 127.0.0.1}]}"
                        + " -> {command: [sh, -c, 'server --host $HOST'], env: [{name: HOST, value: 0.0.0.0}]}",
                "8080: {command: [sh, -c, \"server --host '127.0.0.1'\"]}"
                        + " -> {command: [sh, -c, \"# --host '127.0.0.1'\\nserver\"]}",
                "8080: {command: [bash, -lc, \"exec sh -c 'server --host 127.0.0.1'\"]}"
                        + " -> {command: [bash, -lc, \"exec sh -c 'server --host 0.0.0.0'\"]}",
                "8080: {command: [sh, -c, \"server \\\\\\n --host 127.0.0.1\"]}"
                        + " -> {command: [sh, -c, \"server \\\\\\n --host 0.0.0.0\"]}",
                // Variables.
                "8080: {env: [{name: LISTEN_ADDR, value: '127.0.0.1:8080'}]}"
                        + " -> {env: [{name: LISTEN_ADDR, value: ':8080'}]}",
                "8080: {env: [{name: BIND, value: localhost}]} -> {env: [{name: BIND, value: 0.0.0.0}]}",
                "8080: {env: [{name: HOSTNAME, value: localhost}]} -> {env: [{name: HOSTNAME, value: 0.0.0.0}]}",
                "8080: {env: [{name: HOST, value: localhost}]} -> {env: [{name: HOST, value: 0.0.0.0}]}",
                "8080: {env: [{name: ROCKET_ADDRESS, value: 127.0.0.1}, {name: ROCKET_PORT, value: '8080'}]}"
                        + " -> {env: [{name: ROCKET_ADDRESS, value: 0.0.0.0}, {name: ROCKET_PORT, value: '8080'}]}",
                "8080: {env: [{name: ASPNETCORE_URLS, value: 'http://localhost:8080'}]}"
                        + " -> {env: [{name: ASPNETCORE_URLS, value: 'http://+:8080'}]}",
                "8080: {env: [{name: KESTREL__ENDPOINTS__HTTP__URL, value: 'http://127.0.0.1:8080'}]}"
                        + " -> {env: [{name: KESTREL__ENDPOINTS__HTTP__URL, value: 'http://0.0.0.0:8080'}]}",
                "8080: {env: [{name: JAVA_TOOL_OPTIONS, value: '-Xmx1g -Dserver.address=127.0.0.1'}]}"
                        + " -> {env: [{name: JAVA_TOOL_OPTIONS, value: '-Xmx1g -Dserver.address=0.0.0.0'}]}",
                "8080: {env: [{name: LISTEN, value: '127.0.0.1:8080 [::1]:8080'}]}"
                        + " -> {env: [{name: LISTEN, value: '127.0.0.1:8080 10.0.0.1:8080'}]}",
                "8080: {env: [{name: BIND_ADDRESSES, value: '[\"127.0.0.1\"]'}]}"
                        + " -> {env: [{name: BIND_ADDRESSES, value: '[\"0.0.0.0\"]'}]}",
                // Another port's, another program's.
                "8080: {args: [--listen=127.0.0.1:8080]} -> {args: [--admin=127.0.0.1:9901]}",
                "8080: {args: [--host=127.0.0.1]} -> {args: [--metrics-host=127.0.0.1]}",
                "8080: {args: [--host=127.0.0.1]} -> {args: [--hostname=localhost]}",
                "8080: {args: [--host=127.0.0.1]} -> {args: [--redis-host=127.0.0.1]}",
                "8080: {args: [--my-http-host=127.0.0.1]} -> {args: [--upstream-http-host=127.0.0.1]}",
                "8080: {args: [--listen=127.0.0.1:8080]} -> {args: [--upstream=127.0.0.1:8080]}",
                "8080: {args: [--listen=127.0.0.1:8080]} -> {args: ['--dsn=http://127.0.0.1:8080/db']}",
                "8080: {env: [{name: LISTEN, value: '127.0.0.1:8080'}]}"
                        + " -> {env: [{name: TARGET, value: '127.0.0.1:8080'}]}",
                "8080: {command: [sh, -c, 'server --listen 127.0.0.1:8080']}"
                        + " -> {command: [sh, -c, 'until curl -s 127.0.0.1:8080; do sleep 1; done; server']}",
            })
    void anOptionThatBindsToLoopback(String skipped, String gated) {
        assertNeighbours(skipped, gated);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "4317: {env: [{name: C, value: \"receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n       "
                        + " endpoint: localhost:4317\\n\"}]}"
                        + " -> {env: [{name: C, value: \"receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n   "
                        + "     endpoint: 0.0.0.0:4317\\n\"}]}",
                "9901: {args: [--config-yaml, \"admin:\\n  address:\\n    socket_address:\\n      address:"
                        + " 127.0.0.1\\n      port_value: 9901\\n\"]}"
                        + " -> {args: [--config-yaml, \"admin:\\n  address:\\n    socket_address:\\n      address:"
                        + " 0.0.0.0\\n      port_value: 9901\\n\"]}",
                "9901: {args: [--config-yaml,"
                        + " '{\"admin\":{\"socket_address\":{\"address\":\"::1\",\"port_value\":9901}}}']}"
                        + " -> {args: [--config-yaml,"
                        + " '{\"admin\":{\"socket_address\":{\"address\":\"::\",\"port_value\":9901}}}']}",
                "8080: {env: [{name: C, value: '{\"port\": 8080, \"host\": \"127.0.0.1\"}'}]}"
                        + " -> {env: [{name: C, value: '{\"port\": 8080, \"host\": \"0.0.0.0\"}'}]}",
                "8080: {env: [{name: C, value: '{\"port\": 8080, \"log\": \"x\", \"bind\": \"127.0.0.1\"}'}]}"
                        + " -> {env: [{name: C, value: '{\"port\": 8080, \"log\": \"x\", \"bind\": \"0.0.0.0\"}'}]}",
                "80: {args: [-g, 'daemon off; http { server { listen 127.0.0.1:80; } }']}"
                        + " -> {args: [-g, 'daemon off; http { server { listen 80; } }']}",
                "8404: {env: [{name: CFG, value: \"frontend stats\\n  bind 127.0.0.1:8404\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \"frontend stats\\n  bind *:8404\\n\"}]}",
                "6379: {env: [{name: CFG, value: \"port 6379\\nbind 127.0.0.1 -::1\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \"port 6379\\nbind 0.0.0.0\\n\"}]}",
                "8200: {env: [{name: CFG, value: \"listener \\\"tcp\\\" {\\n  address ="
                        + " \\\"127.0.0.1:8200\\\"\\n}\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \"listener \\\"tcp\\\" {\\n  address ="
                        + " \\\"0.0.0.0:8200\\\"\\n}\\n\"}]}",
                "1883: {env: [{name: CFG, value: \"listener 1883 127.0.0.1\\nallow_anonymous true\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \"listener 1883\\nallow_anonymous true\\n\"}]}",
                "8080: {env: [{name: CFG, value:"
                        + " \"<server>\\n<address>127.0.0.1</address>\\n<port>8080</port>\\n</server>\"}]}"
                        + " -> {env: [{name: CFG, value:"
                        + " \"<server>\\n<address>0.0.0.0</address>\\n<port>8080</port>\\n</server>\"}]}",
                "8080: {env: [{name: CFG, value: \"server.address=127.0.0.1\\nserver.port=8080\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \"server.address=0.0.0.0\\nserver.port=8080\\n\"}]}",
                "8080: {env: [{name: CFG, value: \"http://127.0.0.1:8080 {\\n  respond ok\\n}\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \":8080 {\\n  reverse_proxy http://127.0.0.1\\n}\\n\"}]}",
                "8080: {env: [{name: CFG, value: \"server:\\n  interface: 127.0.0.1\\n  log: true\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \"upstream:\\n  interface: 127.0.0.1\\n  log: true\\n\"}]}",
                "5433: {command: [socat, 'TCP-LISTEN:5433,fork,reuseaddr,bind=127.0.0.1', 'TCP:db:5432']}"
                        + " -> {command: [socat, 'TCP-LISTEN:5433,fork,reuseaddr', 'TCP:127.0.0.1:5432']}",
                "5433: {command: [socat, 'TCP4-LISTEN:5433,bind=localhost,fork', 'TCP:db:5432']}"
                        + " -> {command: [socat, 'TCP4-LISTEN:5433,bind=0.0.0.0,fork', 'TCP:db:5432']}",
                "5433: {command: [sh, -c, 'exec socat tcp-l:5433,bind=127.0.0.1 tcp:db:5432']}"
                        + " -> {command: [sh, -c, 'exec socat tcp-l:5433 tcp:db:5432']}",
                "8080: {env: [{name: CFG, value: \"a: 1\\nlisten: 127.0.0.1\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \"a: 1\\nlisten: 0.0.0.0\\n\"}]}",
                "8080: {env: [{name: CFG, value: \"a: 1\\nany: 127.0.0.1\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \"a: 1\\nbackend: 127.0.0.1\\n\"}]}",
                "8080: {args: [\"until nc -z 127.0.0.1 8080; do\\n sleep 1\\ndone\\nserver --host 127.0.0.1\\n\"],"
                        + " command: [sh, -c]}"
                        + " -> {args: [\"until nc -z 127.0.0.1 8080; do\\n sleep 1\\ndone\\nserver\\n\"], command:"
                        + " [sh, -c]}",
            })
    void aConfigurationThatBindsToLoopback(String skipped, String gated) {
        assertNeighbours(skipped, gated);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "5432: {image: cloud-sql-proxy:2} -> {image: cloud-sql-proxy:2, args: [--address=0.0.0.0]}",
                "5432: {image: cloud-sql-proxy:2, args: ['p:r:i?address=127.0.0.1']}"
                        + " -> {image: cloud-sql-proxy:2, args: ['p:r:i?address=0.0.0.0']}",
                "5432: {image: cloud-sql-proxy:2}"
                        + " -> {image: cloud-sql-proxy:2, env: [{name: CSQL_PROXY_ADDRESS, value: 0.0.0.0}]}",
                "5432: {image: x, command: [/cloud-sql-proxy, -a, 127.0.0.1]}"
                        + " -> {image: x, command: [/cloud-sql-proxy, -a, 0.0.0.0]}",
                "9090: {image: cloud-sql-proxy:2, args: [--health-check]}"
                        + " -> {image: cloud-sql-proxy:2, args: [--http-address=0.0.0.0]}",
                "8090: {image: cloud-sql-proxy:2, args: [--http-port=8090, --address=0.0.0.0]}"
                        + " -> {image: cloud-sql-proxy:2, args: [--http-port=8090, --http-address, 0.0.0.0]}",
                "6060: {image: ghostunnel, args: [client, --listen=unix:/s, '--status=http://localhost:6060']}"
                        + " -> {image: ghostunnel, args: [client, --listen=unix:/s, '--status=http://0.0.0.0:6060']}",
                "5432: {image: alloydb-auth-proxy:1, args: [i]}"
                        + " -> {image: alloydb-auth-proxy:1, args: [--address, 0.0.0.0, i]}",
                "3306: {image: gce-proxy:1, args: [-instances=a=tcp:3306]}"
                        + " -> {image: gce-proxy:1, args: ['-instances=a=tcp:0.0.0.0:3306']}",
                "4180: {image: oauth2-proxy:v7} -> {image: oauth2-proxy:v7, args: ['--http-address=:4180']}",
                "4180: {image: oauth2-proxy:v7}"
                        + " -> {image: oauth2-proxy:v7, env: [{name: OAUTH2_PROXY_HTTP_ADDRESS, value:"
                        + " '0.0.0.0:4180'}]}",
                "4180: {image: oauth2-proxy:v7, args: ['--http-address=0.0.0.0:9999']}"
                        + " -> {image: oauth2-proxy:v7, args: ['--http-address=0.0.0.0:4180']}",
                "8001: {image: kubectl, args: [proxy]} -> {image: kubectl, args: [proxy, --address=0.0.0.0]}",
                "8001: {command: [kubectl, -n, a, proxy, '--port=8001']}"
                        + " -> {command: [kubectl, -n, a, proxy, --address, 0.0.0.0]}",
                "5432: {command: [kubectl, port-forward, svc/db, '5432']}"
                        + " -> {command: [kubectl, port-forward, --address, 0.0.0.0, svc/db, '5432']}",
                "5432: {command: [ssh, -N, -L, '5432:db:5432', bastion]}"
                        + " -> {command: [ssh, -N, -L, '0.0.0.0:5432:db:5432', bastion]}",
                "5432: {command: [autossh, -L, '127.0.0.1:5432:db:5432', b]}"
                        + " -> {command: [autossh, -L, '*:5432:db:5432', b]}",
                "5432: {command: [ssh, '-L5432:db:5432', b]} -> {command: [ssh, -g, '-L5432:db:5432', b]}",
                "8000: {command: [uvicorn, 'a:b']} -> {command: [uvicorn, 'a:b', --host, 0.0.0.0]}",
                "8000: {command: [python, -m, uvicorn, 'a:b']} -> {command: [python, -m, uvicorn, 'a:b', '--host=::']}",
                "8000: {command: [python3.12, -m, uvicorn, 'a:b']}"
                        + " -> {command: [python3.12, -m, uvicorn, 'a:b'], env: [{name: UVICORN_HOST, value:"
                        + " 0.0.0.0}]}",
                "8000: {command: [sh, -c, 'exec /venv/bin/uvicorn a:b']}"
                        + " -> {command: [sh, -c, 'exec /venv/bin/uvicorn a:b --host 0.0.0.0']}",
                "8000: {command: [tini, --, uvicorn, 'a:b']} -> {command: [tini, --, uvicorn, 'a:b', --host, 0.0.0.0]}",
                "8000: {command: [env, A=b, uvicorn, 'a:b']} -> {command: [env, A=b, uvicorn, 'a:b', --host, 0.0.0.0]}",
                "8000: {command: [poetry, run, uvicorn, 'a:b']}"
                        + " -> {command: [poetry, run, uvicorn, 'a:b', --host, 0.0.0.0]}",
                "8000: {command: [sh, -c, 'migrate && exec uvicorn a:b']}"
                        + " -> {command: [sh, -c, 'migrate && exec server']}",
                "8000: {command: [gunicorn, app]} -> {command: [gunicorn, -b, '0.0.0.0:8000', app]}",
                "8000: {command: [gunicorn, app]} -> {command: [gunicorn, app], env: [{name: PORT, value: '8000'}]}",
                "8000: {command: [gunicorn, app]}"
                        + " -> {command: [gunicorn, app], env: [{name: GUNICORN_CMD_ARGS, value:"
                        + " '--bind=0.0.0.0:8000'}]}",
                "8000: {command: [hypercorn, a]} -> {command: [hypercorn, --bind, '[::]:8000', a]}",
                "5000: {command: [flask, --app, a, run]} -> {command: [flask, --app, a, run, -h, 0.0.0.0]}",
                "5000: {command: [flask, run]}"
                        + " -> {command: [flask, run], env: [{name: FLASK_RUN_HOST, value: 0.0.0.0}]}",
                "8000: {command: [fastapi, dev, a.py]} -> {command: [fastapi, run, a.py]}",
                "8000: {command: [python, manage.py, runserver, '8000']}"
                        + " -> {command: [python, manage.py, runserver, '0.0.0.0:8000']}",
                "2379: {image: coreos/etcd}"
                        + " -> {image: coreos/etcd, args: ['--listen-client-urls=http://0.0.0.0:2379']}",
                "2379: {command: [etcd, --listen-client-urls, 'http://127.0.0.1:2379']}"
                        + " -> {command: [etcd, --listen-client-urls, 'http://127.0.0.1:2379,http://10.0.0.1:2379']}",
                "8500: {command: [consul, agent]} -> {command: [consul, agent, -client, 0.0.0.0]}",
                "8500: {image: 'hashicorp/consul:1', args: [agent, -dev]} -> {image: 'hashicorp/consul:1'}",
                "8500: {command: [consul, agent, -client=127.0.0.1]} -> {command: [consul, agent, -client=0.0.0.0]}",
                "8500: {command: [consul, agent, '-http-port=8500']}"
                        + " -> {command: [consul, agent, -hcl, 'client_addr = \"0.0.0.0\" {}']}",
                "8200: {command: [vault, agent, -config=/a.hcl]} -> {command: [vault, server, -config=/a.hcl]}",
                "8181: {image: 'openpolicyagent/opa:1.4.2', args: [run, --server]}"
                        + " -> {image: 'openpolicyagent/opa:0.70.0', args: [run, --server]}",
                "8181: {image: 'openpolicyagent/opa:1.0.0', args: [run, -s]}"
                        + " -> {image: 'openpolicyagent/opa:0.99', args: [run, -s]}",
                "8181: {image: 'openpolicyagent/opa:1', args: [run, -s]}"
                        + " -> {image: 'openpolicyagent/opa:0', args: [run, -s]}",
                "27017: {image: 'mongo:3.6', command: [mongod]} -> {image: 'mongo:3.4', command: [mongod]}",
                // An API server leaves the empty value out.
                "2375: {image: 'docker:dind', env: [{name: DOCKER_TLS_CERTDIR, valueFrom: {configMapKeyRef: {}}}]}"
                        + " -> {image: 'docker:dind', env: [{name: DOCKER_TLS_CERTDIR}]}",
                "8080: {image: k8s-sidecar, args: [--host=127.0.0.1]} -> {image: k8s-sidecar}",
                "8181: {image: 'openpolicyagent/opa', args: [run, -s]}"
                        + " -> {image: 'openpolicyagent/opa', args: [run, -s, -a, ':8181']}",
                "5432: {image: cloudflared, args: [access, tcp, --hostname, db, --url, '127.0.0.1:5432']}"
                        + " -> {image: cloudflared, args: [access, tcp, --hostname, db, --url, '0.0.0.0:5432']}",
                "20241: {image: cloudflared, args: [tunnel, --metrics, 'localhost:20241', run]}"
                        + " -> {image: cloudflared, args: [tunnel, --metrics, '0.0.0.0:20241', run]}",
                "8000: {image: 'mcr.microsoft.com/oss/azure/workload-identity/proxy:v1'}"
                        + " -> {image: 'example/proxy:v1'}",
                "11211: {image: memcached, args: [-l, 127.0.0.1]} -> {image: memcached}",
                "11211: {image: memcached, args: ['-l127.0.0.1']} -> {image: memcached, args: [-l, 0.0.0.0]}",
                "11211: {image: memcached, args: [--listen=localhost]} -> {image: memcached, args: [--listen=0.0.0.0]}",
                "4222: {image: nats, args: [-a, 127.0.0.1]} -> {image: nats}",
                "4222: {command: [nats-server, --addr, localhost]} -> {command: [nats-server, --addr, 0.0.0.0]}",
                "11434: {image: ollama/ollama, env: [{name: OLLAMA_HOST, value: '127.0.0.1:11434'}]}"
                        + " -> {image: ollama/ollama}",
                "11434: {command: [ollama, serve]}"
                        + " -> {command: [ollama, serve], env: [{name: OLLAMA_HOST, value: 0.0.0.0}]}",
                "9999: {image: qmcgaw/gluetun}"
                        + " -> {image: qmcgaw/gluetun, env: [{name: HEALTH_SERVER_ADDRESS, value: '0.0.0.0:9999'}]}",
                "2020: {image: fluent/fluent-bit:3} -> {image: fluent/fluent-bit:3, args: [-H, -i, cpu]}",
                "2020: {image: fluentbit}"
                        + " -> {image: fluentbit, env: [{name: C, value: \"[SERVICE]\\n  HTTP_Server  On\\n\"}]}",
                "12345: {image: grafana/alloy}"
                        + " -> {image: grafana/alloy, args: [run, '--server.http.listen-addr=0.0.0.0:12345']}",
                "27017: {image: mongo, command: [mongod]} -> {image: mongo, args: [--quiet]}",
                "8474: {image: toxiproxy, args: [-config, a]} -> {image: toxiproxy}",
                "8686: {image: vector}"
                        + " -> {image: vector, env: [{name: C, value: \"api:\\n  address: 0.0.0.0:8686\\n\"}]}",
                "5432: {image: postgres, args: [-c, listen_addresses=localhost]}"
                        + " -> {image: postgres, args: [-c, 'listen_addresses=*']}",
                "3306: {image: mysql, args: [--bind-address=127.0.0.1]} -> {image: mysql}",
                "6379: {image: redis, args: [--bind, 127.0.0.1]} -> {image: redis, args: [--bind, 0.0.0.0]}",
                "6379: {image: redis, args: [--bind, '127.0.0.1 -::1']} -> {image: redis, args: [--bind, '* -::*']}",
                "8080: {command: [llama-server, -m, x]} -> {command: [llama-server, -m, x, --host, 0.0.0.0]}",
                "7860: {command: [trackio, show]}"
                        + " -> {command: [trackio, show], env: [{name: GRADIO_SERVER_NAME, value: 0.0.0.0}]}",
                "1234: {image: git-sync:v4} -> {image: git-sync:v4, args: ['--http-bind=:1234']}",
                "3500: {image: daprd, args: [--dapr-listen-addresses, '[::1],127.0.0.1']} -> {image: daprd}",
                "5432: {image: bitnami/pgbouncer, env: [{name: LISTEN_ADDR, value: localhost}]}"
                        + " -> {image: bitnami/pgbouncer}",
                "8085: {command: [gcloud, beta, emulators, pubsub, start]}"
                        + " -> {command: [gcloud, beta, emulators, pubsub, start, '--host-port=0.0.0.0:8085']}",
                "1883: {image: eclipse-mosquitto:2.0} -> {image: eclipse-mosquitto:1.6}",
                "9222: {command: [chromium, --remote-debugging-port=9222]}"
                        + " -> {command: [chromium, --remote-debugging-address=0.0.0.0]}",
                "9515: {command: [chromedriver, --port=9515]}"
                        + " -> {command: [chromedriver, --port=9515, '--allowed-ips=']}",
                "4444: {command: [geckodriver]} -> {command: [geckodriver, --host, 0.0.0.0]}",
                "5572: {image: rclone/rclone, args: [rcd]} -> {image: rclone/rclone, args: [rcd, '--rc-addr=:5572']}",
                "8080: {image: rclone/rclone, args: [serve, http]}"
                        + " -> {image: rclone/rclone, args: [serve, http, '--addr=:8080']}",
                "8200: {command: [vault, server, -dev]}"
                        + " -> {command: [vault, server, -dev, '-dev-listen-address=0.0.0.0:8200']}",
                "12345: {image: grafana/agent}"
                        + " -> {image: grafana/agent, args: ['-server.http.address=0.0.0.0:12345']}",
                "5066: {image: elastic/filebeat} -> {image: elastic/filebeat, args: [-E, http.host=0.0.0.0]}",
                "53: {command: [cloudflared, proxy-dns]} -> {command: [cloudflared, proxy-dns, --address, 0.0.0.0]}",
                "7233: {command: [temporal, server, start-dev]}"
                        + " -> {command: [temporal, server, start-dev, --ip, 0.0.0.0]}",
                "30000: {command: [python3, -m, sglang.launch_server]}"
                        + " -> {command: [python3, -m, sglang.launch_server, --host, 0.0.0.0]}",
                "8265: {command: [ray, start, --head]} -> {command: [ray, start, --head, --dashboard-host=0.0.0.0]}",
                "5432: {command: [wstunnel, client, -L, 'tcp://5432:db:5432']}"
                        + " -> {command: [wstunnel, client, -L, 'tcp://0.0.0.0:5432:db:5432']}",
                "8545: {image: ethereum/client-go, args: [--http]}"
                        + " -> {image: ethereum/client-go, args: [--http, --http.addr=0.0.0.0]}",
                "8545: {command: [anvil]} -> {command: [anvil, --host, 0.0.0.0]}",
                "9292: {command: [bundle, exec, rackup]} -> {command: [bundle, exec, rackup, -o, 0.0.0.0]}",
                "4000: {command: [jekyll, serve]} -> {command: [jekyll, serve, --host, 0.0.0.0]}",
                "8888: {image: qmcgaw/gluetun} -> {image: qmcgaw/gluetun, env: [{name: HTTPPROXY, value: 'on'}]}",
                "2379: {image: rancher/mirrored-coreos-etcd:v3.5.9}"
                        + " -> {image: rancher/mirrored-coreos-etcd:v3.5.9, args: ['--listen-client-urls=http://0.0.0.0:2379']}",
            })
    void aProgramByDefaultOrByItsOptions(String skipped, String gated) {
        assertNeighbours(skipped, gated);
    }

    /** An annotation that asks for a gate wins over what only looks like a listener. */
    @ParameterizedTest
    @CsvSource({
        "--listen=127.0.0.1:8080, false",
        "--bind=127.0.0.1, false",
        "--host=127.0.0.1, true",
    })
    void aGateThatIsAskedFor(String option, boolean gated) {
        Verdict verdict = Gates.DEFAULT
                .plan(Yaml.podWithSidecar(
                        "annotations: {sidecar-first.io/source: port}",
                        "args: ['" + option + "'], " + PORT.formatted(8080),
                        ""))
                .verdicts()
                .get(0);
        assertThat(verdict instanceof Verdict.Gated).isEqualTo(gated);
    }

    /** In the node's network the kubelet reaches its loopback, if it is told so. */
    @ParameterizedTest
    @CsvSource({"'host: 127.0.0.1, port: 8080', true", "'port: 8080', false"})
    void theLoopbackOfTheNode(String tcpSocket, boolean gated) {
        Pod pod = Yaml.pod("""
                spec:
                  hostNetwork: true
                  initContainers:
                  - name: proxy
                    restartPolicy: Always
                    args: [--listen=127.0.0.1:8080]
                    readinessProbe: {tcpSocket: {%s}}
                """.formatted(tcpSocket));
        assertThat(Gates.DEFAULT.plan(pod).gates().isEmpty()).isNotEqualTo(gated);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                // Switches.
                "3306: {image: mysql, args: [--skip-networking]} -> {image: mysql, args: [--skip-networking=0]}",
                "3306: {command: [mariadbd, --skip_networking=ON]} -> {command: [mariadbd, --skip_networking=OFF]}",
                "3306: {args: [--bind-address=0.0.0.0, --skip-networking]}"
                        + " -> {args: [--bind-address=0.0.0.0, --skip-networking, 'off']}",
                "3306: {command: [sh, -c, 'exec mysqld --loose-skip-networking=1']}"
                        + " -> {command: [sh, -c, 'exec mysqld --skip-name-resolve']}",
                "3306: {env: [{name: CNF, value: \"[mysqld]\\nskip-networking\\n\"}]}"
                        + " -> {env: [{name: CNF, value: \"[mysqld]\\n# skip-networking\\n\"}]}",
                "3306: {env: [{name: CNF, value: \"[mysqld]\\nskip_networking = ON\\n\"}]}"
                        + " -> {env: [{name: CNF, value: \"[mysqld]\\nskip_networking = OFF\\n\"}]}",
                "8126: {env: [{name: DD_APM_NON_LOCAL_TRAFFIC, value: 'false'}]}"
                        + " -> {env: [{name: DD_APM_NON_LOCAL_TRAFFIC, value: 'true'}]}",
                "8125: {env: [{name: DD_DOGSTATSD_NON_LOCAL_TRAFFIC, value: 'False'}]}"
                        + " -> {env: [{name: DD_DOGSTATSD_NON_LOCAL_TRAFFIC, value: 'True'}]}",
                "8126: {env: [{name: C, value: \"apm_config:\\n  apm_non_local_traffic: false\\n\"}]}"
                        + " -> {env: [{name: C, value: \"apm_config:\\n  apm_non_local_traffic: true\\n\"}]}",
                "8080: {args: [--local-only]} -> {args: [--local-only=false]}",
                "8080: {args: [--bind-all=false]} -> {args: [--bind-all]}",
                "2376: {image: docker:dind, env: [{name: DOCKER_TLS_CERTDIR}]} -> {image: docker:dind}",
                "2376: {image: docker:dind, env: [{name: DOCKER_TLS_CERTDIR, value: ''}]}"
                        + " -> {image: docker:dind, env: [{name: DOCKER_TLS_CERTDIR, value: /certs}]}",
                "2376: {image: docker:dind, env: [{name: DOCKER_TLS_CERTDIR, value: ''}]}"
                        + " -> {image: docker:dind, env: [{name: DOCKER_TLS_CERTDIR, value: ''}],"
                        + " args: ['--host=tcp://0.0.0.0:2376']}",
                "2375: {image: docker:dind} -> {image: docker:dind, env: [{name: DOCKER_TLS_CERTDIR, value: ''}]}",
                "2375: {image: docker:dind, args: [dockerd, '--host=unix:///var/run/docker.sock']}"
                        + " -> {image: docker:dind, args: [dockerd, -H, 'tcp://0.0.0.0:2375']}",
                "5432: {image: postgres, args: [-c, listen_addresses=]}"
                        + " -> {image: postgres, args: [-c, 'work_mem=1MB']}",
                "5432: {command: [sh, -c, \"postgres -c listen_addresses=''\"]}"
                        + " -> {command: [sh, -c, \"postgres -c listen_addresses='*'\"]}",
                "6379: {image: redis, args: [--port, '0', --bind, 0.0.0.0]}"
                        + " -> {image: redis, args: [--port, '6379', --bind, 0.0.0.0]}",
                "11211: {image: memcached, args: [-s, /run/m.sock]} -> {image: memcached, args: [-m, '64']}",
                "11211: {image: memcached, args: [-p, '0']} -> {image: memcached, args: [-p, '11211']}",
                "5432: {command: [fly, proxy, '5432', -a, db]}"
                        + " -> {command: [fly, proxy, '5432', -a, db, -b, 0.0.0.0]}",
                "5432: {command: [flyctl, proxy, '15432:5432']}"
                        + " -> {command: [flyctl, proxy, '15432:5432', --bind-addr=0.0.0.0]}",
                // Netcats and other forms of an address.
                "8080: {command: [nc, -l, -s, 127.0.0.1, -p, '8080']} -> {command: [nc, -l, -p, '8080']}",
                "8080: {command: [sh, -c, 'while true; do nc -l -s 127.0.0.1 -p 8080 -e /h; done']}"
                        + " -> {command: [sh, -c, 'while true; do nc -l -p 8080 -e /h; done']}",
                "8080: {command: [busybox, nc, -lk, -w, '5', -s, 127.0.0.1, -p, '8080']}"
                        + " -> {command: [busybox, nc, -lk, -w, '5', -p, '8080']}",
                "8080: {command: [nc, -lk, localhost, '8080']} -> {command: [nc, -lk, 0.0.0.0, '8080']}",
                "8080: {command: [ncat, --listen, '::1', '8080']} -> {command: [ncat, --listen, '::', '8080']}",
                "8080: {command: [netcat, -l, -p, '8080', -s, 127.0.0.1]}"
                        + " -> {command: [sh, -c, 'until netcat -z 127.0.0.1 8080; do sleep 1; done; server']}",
                "8080: {command: [socat, 'TCP-LISTEN:8080,bind=127.0.0.1', 'EXEC:/h']}"
                        + " -> {command: [socat, 'TCP-LISTEN:8080', 'EXEC:/h']}",
                "5001: {args: [--api-listen, /ip4/127.0.0.1/tcp/5001]}"
                        + " -> {args: [--api-listen, /ip4/0.0.0.0/tcp/5001]}",
                "5001: {env: [{name: API_ADDR, value: /ip6/::1/tcp/5001/http}]}"
                        + " -> {env: [{name: API_ADDR, value: '/ip6/::/tcp/5001/http'}]}",
                "4001: {args: [--listen=/dns4/localhost/tcp/4001]}"
                        + " -> {args: [--bootstrap=/ip4/127.0.0.1/tcp/4001/p2p/Qm]}",
                "5001: {env: [{name: C, value: '{\"Addresses\": {\"API\": \"/ip4/127.0.0.1/tcp/5001\"}}'}]}"
                        + " -> {env: [{name: C, value: '{\"Addresses\": {\"API\": \"/ip4/0.0.0.0/tcp/5001\"}}'}]}",
                "8080: {args: ['--listen=::1:8080']} -> {args: ['--listen=::1:8081', '--listen=:8080']}",
                "8080: {env: [{name: LISTEN, value: '::1:8080'}]} -> {env: [{name: LISTEN, value: '2001:db8::1'}]}",
                "4180: {image: oauth2-proxy, args: ['--http-address=::1:4180']}"
                        + " -> {image: oauth2-proxy, args: ['--http-address=:4180']}",
                // Settings in a variable.
                "2181: {env: [{name: ZOO_CFG_EXTRA, value: clientPortAddress=127.0.0.1}]}"
                        + " -> {env: [{name: ZOO_CFG_EXTRA, value: clientPortAddress=0.0.0.0}]}",
                "2181: {env: [{name: ZOO_CFG_EXTRA, value: 'tickTime=2000 clientPortAddress=localhost'}]}"
                        + " -> {env: [{name: ZOO_CFG_EXTRA, value: 'tickTime=2000'}]}",
                "2181: {env: [{name: ZOOKEEPER_CLIENT_PORT_ADDRESS, value: 127.0.0.1}]}"
                        + " -> {env: [{name: ZOOKEEPER_CLIENT_ADDRESS, value: 127.0.0.1}]}",
                "2181: {env: [{name: CFG, value: \"clientPort=2181\\nclientPortAddress=127.0.0.1\\n\"}]}"
                        + " -> {env: [{name: CFG, value: \"clientPort=2181\\n\"}]}",
                "8080: {env: [{name: EXTRA, value: 'bindAddress=127.0.0.1 threads=4'}]}"
                        + " -> {env: [{name: DB_DSN, value: 'address=127.0.0.1 dbname=x'}]}",
                // An endpoint: its own only on its own port, and only on loopback.
                "9808: {args: ['--http-endpoint=127.0.0.1:9808']} -> {args: ['--http-endpoint=:9808']}",
                "9808: {args: ['--endpoint=localhost:9808']} -> {args: ['--endpoint=collector.example:9808']}",
                "9808: {args: ['--endpoint=127.0.0.1:9808']} -> {args: ['--endpoint=http://127.0.0.1:9808']}",
                "9808: {args: ['--listen=127.0.0.1:9808', '--endpoint=10.0.0.1:9808']}"
                        + " -> {args: ['--otlp-exporter-endpoint=127.0.0.1:9808']}",
                // Encoded: "server:\n  listen: 127.0.0.1:8080\n", and the same with 0.0.0.0.
                "8080: {env: [{name: C, value: c2VydmVyOgogIGxpc3RlbjogMTI3LjAuMC4xOjgwODAK}]}"
                        + " -> {env: [{name: C, value: c2VydmVyOgogIGxpc3RlbjogMC4wLjAuMDo4MDgwCg==}]}",
                "8080: {command: [sh, -c, 'echo c2VydmVyOgogIGxpc3RlbjogMTI3LjAuMC4xOjgwODAK | base64 -d > /c;"
                        + " server']}"
                        + " -> {command: [sh, -c, 'echo c2VydmVyOgogIGxpc3RlbjogMC4wLjAuMDo4MDgwCg== | base64 -d > /c;"
                        + " server']}",
            })
    void nobodyListensForTheKubelet(String skipped, String gated) {
        assertNeighbours(skipped, gated);
    }

    /** A forwarder often has the same port on both sides; that of the other host says nothing of this one. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "5432: {args: [--listen=127.0.0.1:5432, --server=10.0.0.4:5432]}"
                        + " -> {args: [--listen=:5432, --server=10.0.0.4:5432]}",
                "5432: {args: ['127.0.0.1:5432', '10.0.0.4:5432']} -> {args: ['0.0.0.0:5432', '10.0.0.4:5432']}",
                "8080: {env: [{name: LISTEN_ADDRESS, value: '127.0.0.1:8080'}, {name: A_ADDR, value: 'a.b:8080'}]}"
                        + " -> {env: [{name: LISTEN_ADDRESS, value: '$(POD_IP):8080'}, {name: POD_IP, valueFrom: {}}]}",
                "6379: {env: [{name: C, value: \"a: 1\\naccept = 127.0.0.1:6379\\nconnect = 10.0.0.5:6379\\n\"}]}"
                        + " -> {env: [{name: C, value: \"a: 1\\naccept = 6379\\nconnect = 10.0.0.5:6379\\n\"}]}",
                "5432: {env: [{name: C, value: \"listen:\\n  address: 127.0.0.1\\n  port: 5432\\n"
                        + "cluster:\\n  address: db.svc\\n  port: 5432\\n\"}]}"
                        + " -> {env: [{name: C, value: \"listen:\\n  address: 0.0.0.0\\n  port: 5432\\n"
                        + "cluster:\\n  address: db.svc\\n  port: 5432\\n\"}]}",
                "4317: {args: [\"--config=yaml:receivers: {otlp: {protocols: {grpc: {}}}}\\n"
                        + "exporters:\\n  otlp:\\n    endpoint: 10.0.0.4:4317\\n\"]}"
                        + " -> {args: [\"--config=yaml:receivers: {otlp: {protocols: {grpc: {endpoint: ':4317'}}}}\\n"
                        + "exporters:\\n  otlp:\\n    endpoint: 10.0.0.4:4317\\n\"]}",
                "8000: {command: [sh, -c, \"echo '0.0.0.0:8000'\\nexec uvicorn a:b --port 8000 # not 0.0.0.0:8000\"]}"
                        + " -> {command: [sh, -c, \"echo a\\nexec uvicorn a:b --host 0.0.0.0 --port 8000\"]}",
            })
    void anotherHostWithTheSamePortIsNoListener(String skipped, String gated) {
        assertNeighbours(skipped, gated);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "6379: {command: [redis-server, --bind, 127.0.0.1, '::1']}"
                        + " -> {command: [redis-server, --bind, 127.0.0.1, 0.0.0.0]}",
                "6379: {command: [sh, -c, 'redis-server --bind 127.0.0.1']}"
                        + " -> {command: [sh, -c, 'redis-server --bind 127.0.0.1 10.0.0.1']}",
                "4566: {env: [{name: GATEWAY_LISTEN, value: 'localhost:4566'}]}"
                        + " -> {env: [{name: LOCALSTACK_HOST, value: 'localhost:4566'}]}",
                "9092: {env: [{name: KAFKA_LISTENERS, value: 'PLAINTEXT://localhost:9092'}]}"
                        + " -> {env: [{name: KAFKA_ADVERTISED_LISTENERS, value: 'PLAINTEXT://localhost:9092'}]}",
                "8080: {command: [sh, -c, 'echo \"bind 127.0.0.1\" >> /etc/server.conf; exec server']}"
                        + " -> {command: [sh, -c, 'echo \"127.0.0.1 db.local\" >> /etc/hosts; exec server']}",
            })
    void otherHostsAreServedToo(String skipped, String gated) {
        assertNeighbours(skipped, gated);
    }

    /** A name that hostAliases give to loopback, and to another address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "args: ['--listen=edge.local:8080']",
                "args: [--listen, 'edge.local:8080']",
                "args: [--host, Edge.local]",
                "args: [--bind=edge.local]",
                "command: [sh, -c, 'exec server --listen edge.local:8080']",
                "env: [{name: HOST, value: edge.local}]",
                "env: [{name: C, value: '{\"listen\": \"edge.local:8080\"}'}]",
            })
    void aNameOfLoopback(String sidecar) {
        String pod = "spec: {hostAliases: [{ip: %s, hostnames: [web, edge.local]}], initContainers: [{name: proxy,"
                + " restartPolicy: Always, ports: [{containerPort: 8080}], %s}], containers: [{name: app}]}";
        for (String ip : List.of("127.0.0.1", "127.8.9.10", "'::1'")) {
            assertThat(Gates.DEFAULT
                            .plan(Yaml.pod(pod.formatted(ip, sidecar)))
                            .verdicts()
                            .get(0))
                    .isInstanceOf(Verdict.Skipped.class);
        }
        for (String other : List.of(
                pod.formatted("10.0.0.1", sidecar),
                pod.formatted("127.0.0.1", sidecar.replace(".local", ".local.x")))) {
            assertThat(Gates.DEFAULT.plan(Yaml.pod(other)).verdicts().get(0)).isInstanceOf(Verdict.Gated.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                // An address with its port in one option, and the port in another.
                "8080: {env: [{name: ADDR, value: '127.0.0.1:8080'}, {name: PORT, value: '8080'}]}"
                        + " -> {env: [{name: ADDR, value: '0.0.0.0:8080'}, {name: PORT, value: '8080'}]}",
                "8080: {env: [{name: LISTEN_ADDRESS, value: '[::1]:8080'}, {name: LISTEN_PORT, value: '8080'}]}"
                        + " -> {env: [{name: LISTEN_ADDRESS, value: '[::]:8080'}, {name: LISTEN_PORT, value: '8080'}]}",
                "8080: {args: ['--host=127.0.0.1:8080', '--port=8080']} -> {args: ['--host=:8080', '--port=8080']}",
                "8080: {args: [--metrics-bind-address, '127.0.0.1:8080', --metrics-port, '8080']}"
                        + " -> {args: [--metrics-bind-address, '0.0.0.0:8080', --metrics-port, '8080']}",
                "8080: {args: ['--listen=$(ADDR)'], env: [{name: IP, value: 127.0.0.1}, {name: PORT, value: '8080'},"
                        + " {name: ADDR, value: '$(IP):$(PORT)'}]}"
                        + " -> {args: ['--listen=$(ADDR)'], env: [{name: IP, value: 0.0.0.0},"
                        + " {name: PORT, value: '8080'}, {name: ADDR, value: '$(IP):$(PORT)'}]}",
                "8080: {args: [-rpcbind=127.0.0.1, -rpcport=8080]} -> {args: [-rpcbind=0.0.0.0, -rpcport=8080]}",
                "8080: {args: [--rpchost=127.0.0.1, --rpcport=8080]} -> {env: [{name: PGHOST, value: localhost},"
                        + " {name: PGPORT, value: '8080'}]}",
                "8080: {args: [--listen, loopback, --port, '8080']} -> {args: [--listen, loopback.db, --port, '8080']}",
                "8080: {args: [--bind, '[::1%lo]:8080']} -> {args: [--bind, '[fe80::2%eth0]:8080']}",
                // A scheme.
                "2375: {command: [podman, system, service, 'tcp://127.0.0.1:2375']}"
                        + " -> {command: [podman, system, service, 'tcp://0.0.0.0:2375']}",
                "2375: {command: [podman, system, service, 'tcp:localhost:2375']}"
                        + " -> {command: [podman, system, service, 'tcp:0.0.0.0:2375']}",
                "8080: {args: [--listen, 'tcp:127.0.0.1:8080']} -> {args: [--listen, 'tcp::8080']}",
                "8080: {args: ['--rpc.laddr=tcp://127.0.0.1:8080']} -> {args: ['--rpc.laddr=tcp://0.0.0.0:8080']}",
                "8080: {args: ['tcp://127.0.0.1:8080']} -> {args: ['http://127.0.0.1:8080']}",
                // A port alone in a configuration, with a host beside it.
                "2020: {env: [{name: C, value: \"[SERVICE]\\n  HTTP_Listen 127.0.0.1\\n  HTTP_Port 2020\\n\"}]}"
                        + " -> {env: [{name: C, value: \"[SERVICE]\\n  HTTP_Listen 0.0.0.0\\n  HTTP_Port 2020\\n\"}]}",
                "8123: {env: [{name: C, value: \"listen_host: 127.0.0.1\\nhttp_port: 8123\\n\"}]}"
                        + " -> {env: [{name: C, value: \"listen_host: '::'\\nhttp_port: 8123\\n\"}]}",
                "8080: {env: [{name: C, value: \"[web]\\nhttp_host = localhost\\nhttp_port = 8080\\n\"}]}"
                        + " -> {env: [{name: C, value: \"http_access allow localhost\\nhttp_port 8080\\n\"}]}",
                // Code, and lines that a script replaces.
                "8080: {command: [node, -e, \"createServer(f).listen(8080, '127.0.0.1')\"]}"
                        + " -> {command: [node, -e, \"createServer(f).listen(8080, '0.0.0.0')\"]}",
                "8080: {command: [python, -c, \"HTTPServer(('127.0.0.1', 8080), H).serve_forever()\"]}"
                        + " -> {command: [python, -c, \"HTTPServer(('', 8080), H).serve_forever()\"]}",
                "8080: {command: [sh, -c, \"sed -i 's/^Listen 80/Listen 127.0.0.1:8080/' /c; exec server\"]}"
                        + " -> {command: [sh, -c, \"sed -i 's/^Listen 127.0.0.1:8080/Listen 8080/' /c; exec server\"]}",
                "8080: {env: [{name: C, value: \"{\\n  default_bind 127.0.0.1\\n}\\n:8080 {\\n}\\n\"}]}"
                        + " -> {env: [{name: C, value: \"{\\n  default_bind 0.0.0.0\\n}\\n:8080 {\\n}\\n\"}]}",
                // Debuggers.
                "9222: {args: [--remote-debugging-port=9222]}"
                        + " -> {args: [--remote-debugging-port=9222, --remote-debugging-address=0.0.0.0]}",
                "9222: {args: [--remote-debugging-port=9222, --remote-debugging-address=127.0.0.1]}"
                        + " -> {args: [--remote-debugging-port=9223]}",
                "5005: {args: ['-agentlib:jdwp=transport=dt_socket,server=y,address=5005']}"
                        + " -> {args: ['-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005']}",
                "5005: {env: [{name: JAVA_TOOL_OPTIONS,"
                        + " value: '-Xmx1g -Xrunjdwp:transport=dt_socket,server=y,address=5005'}]}"
                        + " -> {args: ['-agentlib:jdwp=transport=dt_socket,server=n,address=5005']}",
                "5005: {args: ['-agentlib:jdwp=transport=dt_socket,server=y,address=localhost:5005']}"
                        + " -> {args: ['-agentlib:jdwp=transport=dt_socket,server=y,address=5006']}",
                "9229: {command: [node, --inspect, server.js]} -> {command: [node, '--inspect=9230', server.js]}",
                "9229: {command: [node, --inspect=127.0.0.1, server.js]}"
                        + " -> {command: [node, --inspect=0.0.0.0, server.js]}",
                "9230: {env: [{name: NODE_OPTIONS, value: --inspect-brk=9230}]}"
                        + " -> {env: [{name: NODE_OPTIONS, value: '--inspect-brk=0.0.0.0:9230'}]}",
                "5678: {command: [python, -m, debugpy, --listen, '5678', app.py]}"
                        + " -> {command: [python, -m, debugpy, --listen, '0.0.0.0:5678', app.py]}",
                "5678: {command: [python, -m, debugpy, --listen, 'localhost:5678', app.py]}"
                        + " -> {command: [python, -m, app, --listen, '5678']}",
                // What is about others.
                "8080: {env: [{name: C, value: \"listen: ['127.0.0.1']\\n\"}]}"
                        + " -> {env: [{name: C, value: \"trusted: ['127.0.0.1', '::1']\\n\"}]}",
                "8888: {env: [{name: C, value: \"Port 8888\\nListen 127.0.0.1\\n\"}]}"
                        + " -> {env: [{name: C, value: \"Port 8888\\nAllow 127.0.0.1\\n\"}]}",
                "8500: {env: [{name: HTTP_ADDR, value: '127.0.0.1:8500'}]}"
                        + " -> {env: [{name: CONSUL_HTTP_ADDR, value: '127.0.0.1:8500'}]}",
                "8080: {env: [{name: SOME_ADDRESS, value: 'localhost:8080'}]}"
                        + " -> {env: [{name: PUBLIC_ADDRESS, value: 'localhost:8080'}]}",
                "3306: {image: mysql, args: [--bind-address=127.0.0.1]}"
                        + " -> {image: mysql, args: [--mysqlx-bind-address=127.0.0.1]}",
                "8000: {command: [python, manage.py, runserver, '8000']}"
                        + " -> {command: [python, manage.py, runserver, '0:8000']}",
            })
    void anotherNotation(String skipped, String gated) {
        assertNeighbours(skipped, gated);
    }

    private static void assertNeighbours(String skipped, String gated) {
        int colon = skipped.indexOf(':');
        String port = skipped.substring(0, colon);
        for (String source :
                new String[] {PORT.formatted(port), "readinessProbe: {tcpSocket: {port: %s}}".formatted(port)}) {
            assertSkipped(fields(skipped.substring(colon + 1)) + ", " + source);
            assertGated(fields(gated) + ", " + source);
        }
    }

    private static String fields(String mapping) {
        String trimmed = mapping.strip();
        return trimmed.substring(1, trimmed.length() - 1);
    }
}
