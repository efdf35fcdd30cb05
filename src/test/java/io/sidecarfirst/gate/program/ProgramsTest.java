package io.sidecarfirst.gate.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.options.Options;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The data file of programs, how a program is found in a container, and which checks it has. */
class ProgramsTest {
    private static Container sidecar(String fields) {
        return Yaml.podWithSidecar(fields).sidecars().get(0);
    }

    private static Programs parse(String entry) {
        return Programs.parse(Yaml.tree("schema: 1\nprograms: [" + entry + "]"));
    }

    static List<Program> known() {
        return Programs.KNOWN.all();
    }

    @Test
    void theOwnFileHasManyProgramsOfEachKind() {
        assertThat(known()).hasSizeGreaterThan(60);
        assertThat(known()).extracting(program -> program.listens().byDefault()).contains(Program.Default.values());
        assertThat(known()).extracting(Program::setByImage).contains(Program.SetByImage.ENV, Program.SetByImage.CMD);
        assertThat(known().stream().filter(program -> !program.checks().isEmpty()))
                .hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("known")
    void everyEntryHasALinkToItsSource(Program program) {
        assertThat(program.sources())
                .as(program.name())
                .isNotEmpty()
                .allMatch(source -> source.matches("https://[a-z0-9.-]+/\\S*"));
        assertThat(program.checks()).allMatch(check -> check.link().startsWith("https://"));
    }

    /** One that stands behind another with the same name or image would never be found. */
    @ParameterizedTest
    @MethodSource("known")
    void everyEntryIsFound(Program program) {
        String subcommand = program.subcommand() == null ? "" : ", " + program.subcommand();
        for (String command : program.commands()) {
            assertThat(Programs.KNOWN.of(sidecar("command: [/usr/bin/" + command + subcommand + "]")))
                    .as(command)
                    .contains(program);
        }
        for (String image : program.images()) {
            String args = subcommand.isEmpty() ? "[-x]" : "[-x" + subcommand + "]";
            assertThat(Programs.KNOWN.of(sidecar("image: 'registry.example:5000/" + image + ":1.2', args: " + args)))
                    .as(image)
                    .contains(program);
        }
    }

    /** The reader of the resource knows less of YAML than that of users' files; both must see the same. */
    @Test
    void theOwnFileIsReadAsAnyOther() throws IOException {
        try (InputStream file = Programs.class.getResourceAsStream("programs.yaml")) {
            JsonNode tree = Manifest.parse(file.readAllBytes()).trees().get(0);
            assertThat(KnownPrograms.tree()).isEqualTo(tree);
            assertThat(Programs.parse(tree).all()).isEqualTo(Programs.KNOWN.all());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: [uvicorn, a]",
                "command: [/usr/local/bin/uvicorn, a]",
                "command: [sh, -c, 'exec /opt/x/uvicorn a']",
                "command: [/bin/bash, -ec], args: ['cd /a && uvicorn a']",
                "command: [sh, -c, 'if [ -f x ]; then exec uvicorn a; fi']",
                "command: [tini, --, uvicorn, a]",
                "command: [/sbin/tini, -g, --, uvicorn, a]",
                "command: [dumb-init, uvicorn, a]",
                "command: [env, A=b, uvicorn, a]",
                "command: [env, -i, A=b, uvicorn, a]",
                "command: [python, -m, uvicorn, a]",
                "command: [/usr/bin/python3.12, -u, -m, uvicorn, a]",
                "command: [gosu, app, uvicorn, a]",
                "command: [timeout, 5s, uvicorn, a]",
                "command: [nice, -n, '10', uvicorn, a]",
                "command: [$(BIN), a], env: [{name: BIN, value: /x/uvicorn}]",
                "command: [sh, -c, '$BIN a'], env: [{name: BIN, value: /x/uvicorn}]",
                "args: [uvicorn, a]",
                "command: [sh, -c, \"sh -c 'uvicorn a'\"]",
                "command: [opentelemetry-instrument, uvicorn, a]",
                "command: [uv, run, uvicorn, a]",
                "command: [sh, -c, \"# Serves.\\nuvicorn a\"]",
                "command: [sh, -c, \"sleep 1 # for the disk\\nuvicorn a\"]",
                "command: [sh, -c, '\"uvi\"corn a']",
            })
    void aProgramIsSeenThroughWhatStartsIt(String fields) {
        assertThat(Programs.KNOWN.of(sidecar(fields))).map(Program::name).contains("uvicorn");
    }

    /** Whatever starts it, and with which options of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: [/vault/vault-env, uvicorn, a]",
                "command: [doppler, run, --, uvicorn, a]",
                "command: [chamber, exec, svc, --, uvicorn, a]",
                "command: [newrelic-admin, run-program, uvicorn, a]",
                "command: [bash, /app/start.sh, uvicorn, a]",
                "command: [/wait-for-it.sh, 'db:5432', --, uvicorn, a]",
                "command: [dockerize, -wait, 'tcp://db:5432', uvicorn, a]",
                "command: [sh, -c, 'exec \"$@\"', --, uvicorn, a]",
                "command: [sh, -c, 'CMD=\"uvicorn a\"; exec $CMD']",
                "command: [sh, -c, 'cat /args | xargs uvicorn a']",
                "command: [uv, run, --with, fastapi, uvicorn, a]",
                "command: [opentelemetry-instrument, --traces_exporter, otlp, uvicorn, a]",
                "command: [python, -W, ignore, -m, uvicorn, a]",
                "command: [env, -u, X, uvicorn, a]",
                "command: [sudo, -u, app, uvicorn, a]",
                "command: [setpriv, --reuid=1000, --clear-groups, uvicorn, a]",
                "command: [conda, run, --no-capture-output, uvicorn, a]",
                "command: [dumb-init, --rewrite, '15:2', --, uvicorn, a]",
                "command: [chroot, /host, uvicorn, a]",
                "image: starter, args: [uvicorn, a]",
                "image: starter, args: [serve, /opt/bin/uvicorn, a]",
            })
    void aProgramIsFoundBehindItsStarter(String fields) {
        assertThat(Programs.KNOWN.of(sidecar(fields))).map(Program::name).contains("uvicorn");
    }

    /** The image says more than a word among its arguments; not where the command is another. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "image: nginx, args: [start, uvicorn] -> nginx",
                "image: nginx, command: [start, uvicorn] -> uvicorn",
                "image: 'mirror.example/cloud-sql-proxy-fips:2', args: [p] -> cloud-sql-proxy",
            })
    void imageAndWords(String fields, String name) {
        assertThat(Programs.KNOWN.of(sidecar(fields))).map(Program::name).contains(name);
    }

    /** A container that only waits opens no port; what it waits for before it serves is no matter. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "command: [sleep, infinity] -> true",
                "command: [tail, -f, /dev/null] -> true",
                "command: [/bin/sh, -c, 'while true; do sleep 3600; done'] -> true",
                "command: [sh, -c, 'trap \"exit 0\" TERM; sleep infinity & wait'] -> true",
                "args: [sleep, 1d] -> true",
                "command: [sh, -c, 'sleep 5; exec server'] -> false",
                "command: [sh, -c, 'server & tail -f /dev/null'] -> false",
                "command: [sh, -c, 'server & sleep infinity'] -> false",
                "command: [sh, -c, '. /start.sh; sleep infinity'] -> false",
            })
    void whatOnlySleeps(String fields, boolean sleeps) {
        assertThat(Programs.KNOWN
                        .of(sidecar(fields))
                        .filter(program -> program.name().equals("sleep"))
                        .isPresent())
                .isEqualTo(sleeps);
    }

    /** Of two programs in one script the one counts that may have the port. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "etcd --version; exec redis-server, 2379 -> redis",
                "kubectl port-forward svc/x 9000:9000 & exec postgres, 5432 -> postgres",
                "kubectl port-forward svc/x 9000:9000 & exec postgres, 9000 -> kubectl-port-forward",
                "kubectl port-forward svc/x $PORT:9000 & exec postgres, 5432 -> kubectl-port-forward",
                "kubectl port-forward svc/x 9000:9000 & wait, 5432 -> kubectl-port-forward",
                "cloud-sql-proxy p:r:i & exec pgbouncer, 6432 -> pgbouncer",
                "cloud-sql-proxy p:r:i & exec pgbouncer, 5432 -> cloud-sql-proxy",
                "kubectl proxy & exec envoy, 10000 -> envoy",
                "kubectl proxy & exec envoy, 8001 -> kubectl-proxy",
                // Not every number is a port, and not every port is its main one.
                "gunicorn core.wsgi --timeout 120 & exec nginx, 8000 -> gunicorn",
                "gunicorn core.wsgi --bind :9000 & exec nginx, 80 -> nginx",
                "gunicorn core.wsgi -b 127.0.0.1:9000 & exec nginx, 80 -> nginx",
                "gunicorn core.wsgi -b 127.0.0.1:9000 & exec nginx, 9000 -> gunicorn",
                "uvicorn main:app --workers 16 & exec nginx, 8000 -> uvicorn",
                "uvicorn main:app --port=9000 & exec nginx, 80 -> nginx",
                "oauth2-proxy --upstream=http://app.prod:8080 & exec nginx, 4180 -> oauth2-proxy",
                "oauth2-proxy --http-address=:8080 & exec nginx, 80 -> nginx",
                "opa run --server --diagnostic-addr 0.0.0.0:8282 & exec nginx, 8181 -> opa",
                "opa run --server --addr 0.0.0.0:8282 & exec nginx, 80 -> nginx",
                "temporal server start-dev & exec nginx, 7233 -> temporal-dev",
                "ssh -fNL 5432:db:5432 bastion & exec nginx, 80 -> nginx",
            })
    void twoProgramsInOneScript(String script, String program) {
        int comma = script.lastIndexOf(',');
        Container sidecar = sidecar("command: [sh, -c, '" + script.substring(0, comma) + "']");
        int port = Integer.parseInt(script.substring(comma + 1).trim());
        assertThat(Programs.KNOWN.of(sidecar, Options.of(sidecar), port))
                .map(Program::name)
                .contains(program);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command: [my-uvicorn, a]",
                "command: [which, uvicorn]",
                "command: [sh, -c, 'command -v uvicorn']",
                "command: [pip, install, uvicorn]",
                "command: [npm, install, vite]",
                "command: [chown, etcd, /x]",
                "command: [runuser, -u, etcd, --, server]",
                "command: [server, --host, etcd]",
                "command: [server, --storage-backend, etcd]",
                "command: [sh, -c, 'until nc -z etcd 2379; do sleep 1; done; exec server']",
                "command: [wait-for-it.sh, etcd, --, server]",
                "command: [curl, svc/etcd]",
                "command: [sh, -c, 'for x in etcd uvicorn; do true; done']",
                "command: [sh, -c, 'echo uvicorn']",
                "command: [sh, -c, '# uvicorn a']",
                "image: uvicorn.example.com/server",
                "image: server:uvicorn",
                "command: []",
                "args: ['']",
                "image: ''",
            })
    void aWordElsewhereIsNoProgram(String fields) {
        assertThat(Programs.KNOWN.of(sidecar(fields))).isEmpty();
    }

    /** Where two of its subcommands stand among the arguments, the first is the one; a name may be any word. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[kubectl, proxy] | kubectl-proxy",
                "[kubectl, port-forward, svc/db, '5432'] | kubectl-port-forward",
                "[kubectl, port-forward, -n, proxy, svc/db, '5432'] | kubectl-port-forward",
                "[kubectl, proxy, --context, port-forward] | kubectl-proxy",
            })
    void theFirstSubcommandCounts(String command, String name) {
        assertThat(Programs.KNOWN.of(sidecar("command: " + command)))
                .map(Program::name)
                .contains(name);
    }

    @Test
    void anEntryWithItsSubcommandGoesBeforeOneForAny() {
        Programs programs = parse("{name: any, commands: [a], listens: all},"
                + " {name: run, commands: [a], subcommand: run, listens: all}");
        assertThat(programs.of(sidecar("command: [a, run]"))).map(Program::name).contains("run");
        assertThat(programs.of(sidecar("command: [a, stop]")))
                .map(Program::name)
                .contains("any");
    }

    @Test
    void anInterpreterAloneIsTheProgram() {
        Programs programs = parse("{name: python, commands: [python], listens: all}");
        assertThat(programs.of(sidecar("command: [python]"))).map(Program::name).contains("python");
        assertThat(programs.of(sidecar("command: [python, a.py]"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "proxy, true",
        "proxy:1.2, true",
        "proxy@sha256:0123, true",
        "proxy:1.2@sha256:0123, true",
        "library/proxy, true",
        "registry.example:5000/a/b/proxy, true",
        "registry.example:5000/a/b/proxy:latest@sha256:0123, true",
        "my-proxy, false",
        "proxy-2, false",
        "proxy/other, false",
        "registry:proxy, false",
        "a@proxy, false",
        "Proxy, false",
        "/, false",
        ":, false",
        "@, false",
    })
    void anImageIsComparedByItsLastPart(String reference, boolean same) {
        assertThat(Program.onLoopback("proxy").isImage(reference)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({"x/workload-identity/proxy:v1, true", "x/my-workload-identity/proxy, false", "x/proxy, false"})
    void anImageMayBeComparedByMoreParts(String reference, boolean same) {
        Program program = parse("{name: a, images: [workload-identity/proxy], listens: all}")
                .all()
                .get(0);
        assertThat(program.isImage(reference)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "opa:0.70.0, true",
        "opa:v0.9, true",
        "opa:0.70.0-static@sha256:12, true",
        "opa:1.0.0, false",
        "opa:1, false",
        "opa:10.0, false",
        "opa:latest, false",
        "opa, false",
        "opa@sha256:0123, false",
        "opa:0a, false",
        "registry:5000/opa, false",
    })
    void aVersionIsThatOfTheTag(String reference, boolean before) {
        assertThat(parse("{name: a, images: [opa], listens: loopback, since: '1.0'}")
                        .all()
                        .get(0)
                        .isBeforeSince(reference))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=x", "A", "a/b", "a:1", "-a", "a-", "a b", "a..b/", "ü"})
    void theShortFormRefusesWhatIsNoNameOfAnImage(String name) {
        assertThatThrownBy(() -> Program.onLoopback(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"" + name.replaceAll("=.*", "") + "\" is not the last part")
                .hasMessageContaining("allowed: ");
    }

    @Test
    void theShortFormHasTheOptionsThatSayOtherwise() {
        assertThat(Program.onLoopback("a=--address, -a,,ADDRESS,?address=")
                        .listens()
                        .unless())
                .containsExactly("--address", "-a", "ADDRESS", "?address=");
        assertThat(Program.onLoopback("a=").listens().unless()).isEmpty();
        assertThat(Program.onLoopback("a---b").name()).isEqualTo("a---b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{listens: all} | programs[0].name: is missing",
                "{name: ' '} | programs[0].name: is missing",
                "{name: 1} | programs[0].name: must be a text",
                "a | programs[0]: must be a mapping",
                "{name: a, listens: all} | program a: images: is missing, and so is commands",
                "{name: a, images: [a]} | program a: listens: is missing; allowed: loopback, all, configured, none",
                "{name: a, images: [a], listens: here}"
                        + " | program a: listens: \"here\" is not known; allowed: loopback, all, configured, none",
                "{name: a, images: a, listens: all} | program a: images: must be a list",
                "{name: a, images: [1], listens: all} | program a: images: must be a list of texts",
                "{name: a, images: [''], listens: all} | program a: images: must be a list of texts",
                "{name: a, images: [a], listens: all, port: 80}"
                        + " | program a: port: is no field of this; allowed: name, images,",
                "{name: a, images: [a], listens: all, inImage: x}"
                        + " | program a: inImage: \"x\" is not known; allowed: env, cmd, entrypoint, config",
                "{name: a, images: [a], listens: all, since: v} | program a: since: must be a version",
                "{name: a, images: [a], listens: all, since: 1.0} | program a: since: must be a text",
                "{name: a, images: [a], listens: all, ports: [{listens: all}]}"
                        + " | program a: ports[0].ports: is missing, and so is portFrom",
                "{name: a, images: [a], listens: all, ports: [{ports: [0], listens: all}]}"
                        + " | program a: ports[0].ports: must be numbers from 1 to 65535",
                "{name: a, images: [a], listens: all, ports: [{ports: [65536], listens: all}]}"
                        + " | program a: ports[0].ports: must be numbers from 1 to 65535",
                "{name: a, images: [a], listens: all, ports: [{ports: ['80'], listens: all}]}"
                        + " | program a: ports[0].ports: must be numbers from 1 to 65535",
                "{name: a, images: [a], listens: all, ports: [{ports: [80]}]}"
                        + " | program a: ports[0].listens: is missing",
                "{name: a, images: [a], listens: all, waitsForMain: {}} | program a: waitsForMain.always: must be true",
                "{name: a, images: [a], listens: all, waitsForMain: {always: true, when: [-a]}}"
                        + " | program a: waitsForMain.always: must be true",
                "{name: a, images: [a], listens: all, waitsForMain: x} | program a: waitsForMain: must be a mapping",
                "{name: a, images: [a], listens: all, checks: [{}]} | program a: checks[0].probe: must be a mapping",
                "{name: a, images: [a], listens: all, checks: [{probe: {ping: {}}}]}"
                        + " | program a: checks[0].probe: must be one of exec,",
                "{name: a, images: [a], listens: all, checks: [{probe: {}}]}"
                        + " | program a: checks[0].probe: must be one of exec,",
                "{name: a, images: [a], listens: all, checks: [{probe: {exec: {}}}]}"
                        + " | program a: checks[0].probe: exec needs a command",
                "{name: a, images: [a], listens: all, checks: [{probe: {httpGet: {path: /}}}]}"
                        + " | program a: checks[0].probe: httpGet needs a port",
                "{name: a, images: [a], listens: all, ports: [{ports: [80], port: 80, listens: all}]}"
                        + " | program a: ports[0].port: is no field of this; allowed: ports,",
                "{name: a, images: [a], listens: all, waitsForMain: {always: true, path: /}}"
                        + " | program a: waitsForMain.path: is no field of this; allowed: always,",
                "{name: a, images: [a], listens: all, checks: [{probe: {tcpSocket: {port: 1}}, need: [-a]}]}"
                        + " | program a: checks[0].need: is no field of this; allowed: probe,",
                "{name: a, images: [a], listens: all}, {name: a, images: [b], listens: all}"
                        + " | programs[1].name: \"a\" is taken",
            })
    void whatCannotBeReadIsNamed(String entries, String message) {
        assertThatThrownBy(() -> parse(entries))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void anyPortMayHaveARule() {
        assertThat(parse("{name: a, images: [a], listens: all, ports: [{ports: [1, 65535], listens: all}]}")
                        .all()
                        .get(0)
                        .ports()
                        .get(0)
                        .ports())
                .containsExactly(1, 65_535);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "programs: [] | schema: must be 1",
                "{schema: 2, programs: []} | schema: must be 1",
                "{schema: 1, programs: {}} | programs: must be a list",
                "{schema: 1, program: []} | program: is no field of this; allowed: schema, programs",
                "[] | schema: must be 1",
            })
    void aFileOfAnotherFormIsRefused(String file, String message) {
        assertThatThrownBy(() -> Programs.parse(Yaml.tree(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void anEntryReplacesTheKnownOneOfItsNameOrIsAdded() {
        Programs more = Programs.KNOWN.with(
                parse("{name: uvicorn, commands: [uvicorn], listens: all}, {name: b, images: [b], listens: none}")
                        .all());
        assertThat(more.all()).hasSize(Programs.KNOWN.all().size() + 1);
        assertThat(isGated(more, "command: [uvicorn, 'a:b'], ports: [{containerPort: 8000}]"))
                .isTrue();
        assertThat(isGated(Programs.KNOWN, "command: [uvicorn, 'a:b'], ports: [{containerPort: 8000}]"))
                .isFalse();
        assertThat(isGated(more, "image: b, ports: [{containerPort: 8000}]")).isFalse();
        assertThat(isGated(Programs.KNOWN, "image: b, ports: [{containerPort: 8000}]"))
                .isTrue();
    }

    private static boolean isGated(Programs programs, String sidecar) {
        Pod pod = Yaml.podWithSidecar(sidecar);
        return new Gate(Settings.DEFAULTS, Sources.IN_ORDER, Vetoes.inOrder(programs))
                        .plan(pod)
                        .verdicts()
                        .get(0)
                instanceof Verdict.Gated;
    }

    /** The author who writes a readinessProbe knows the configuration file; a declared port is only a guess. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: oauth2-proxy, args: [--config=/a.cfg] | 4180",
                "image: fluent/fluent-bit, volumeMounts: [{name: c, mountPath: /fluent-bit/etc/}] | 2020",
                "image: fluent/fluent-bit, volumeMounts: [{name: c, mountPath: /fluent-bit/etc/fluent-bit.conf}]"
                        + " | 2020",
                "image: fluent/fluent-bit, volumeMounts: [{name: c, mountPath: /fluent-bit}] | 2020",
                "command: [gunicorn, -c, conf.py, app] | 8000",
            })
    void aConfigurationFileMaySayOtherwise(String sidecar, int port) {
        String probe = ", readinessProbe: {tcpSocket: {port: " + port + "}}";
        assertThat(isGated(Programs.KNOWN, sidecar + probe)).isTrue();
        assertThat(isGated(Programs.KNOWN, sidecar + ", ports: [{containerPort: " + port + "}]"))
                .isFalse();
        String without = sidecar.replaceAll(", (args|volumeMounts).*|-c, conf.py, ", "");
        assertThat(isGated(Programs.KNOWN, without + probe)).isFalse();
        assertThat(isGated(Programs.KNOWN, without + ", volumeMounts: [{name: c, mountPath: /fluent-bits}]" + probe))
                .isFalse();
    }

    private static Program.Check best(String fields) {
        return Programs.KNOWN.checksOf(sidecar(fields)).get(0);
    }

    @Test
    void aCheckHasThePortOfTheOptionsAndSaysWhatIsMissing() {
        assertThat(best("image: cloud-sql-proxy:2").needs())
                .containsExactly("--health-check", "--http-address=0.0.0.0");
        assertThat(best("image: cloud-sql-proxy:2, args: [--health-check]").needs())
                .containsExactly("--http-address=0.0.0.0");
        assertThat(best("image: cloud-sql-proxy:2, args: [--health-check=false, --http-address=127.0.0.1]")
                        .needs())
                .hasSize(2);
        Program.Check set =
                best("image: cloud-sql-proxy:2, args: [--health-check, --http-address, 0.0.0.0, --http-port=9801]");
        assertThat(set.needs()).isEmpty();
        assertThat(set.handler().port()).hasToString("Optional[9801]");
        assertThat(set.handler().path()).contains("/startup");
        assertThat(set.link()).startsWith("https://github.com/GoogleCloudPlatform/cloud-sql-proxy/");
        assertThat(set.note()).contains("/startup");
    }

    @Test
    void aCheckOfTheFileIsNotChangedByOneContainer() {
        best("image: cloud-sql-proxy:2, args: [--http-port=9801]");
        assertThat(best("image: cloud-sql-proxy:2").handler().port()).hasToString("Optional[9090]");
    }

    @Test
    void aConfigurationInThePodMayEnableACheck() {
        String config = "image: opentelemetry-collector, env: [{name: C, value: \"extensions:\\n  health_check:\\n   "
                + " endpoint: %s:13133\\n\"}]";
        assertThat(best(config.formatted("0.0.0.0")).needs()).isEmpty();
        assertThat(best(config.formatted("localhost")).needs()).isNotEmpty();
    }

    @Test
    void aCheckMayNameItsPort() {
        Programs programs = parse("{name: a, images: [a], listens: all,"
                + " checks: [{probe: {tcpSocket: {port: http}}, needs: [--listen=:80]}]}");
        assertThat(programs.checksOf(sidecar("image: a")).get(0).needs()).containsExactly("--listen=:80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image: docker:dind", "image: daprd, args: [--dapr-public-port, '3501']", "image: qmcgaw/gluetun"
            })
    void someAnswerAsTheyAre(String fields) {
        assertThat(best(fields).needs()).isEmpty();
    }

    @Test
    void anUnknownProgramHasNoChecks() {
        assertThat(Programs.KNOWN.checksOf(sidecar("image: unknown"))).isEmpty();
    }

    /** Each check would be taken by an API server as far as its form goes. */
    @Test
    void everyCheckIsAHandler() {
        Set<String> kinds = new HashSet<>();
        known().stream().flatMap(program -> program.checks().stream()).forEach(check -> {
            kinds.add(check.handler().kind());
            assertThat(check.handler().node().isObject()).isTrue();
            ObjectNode probe = JsonNodeFactory.instance.objectNode();
            probe.set(check.handler().kind(), check.handler().node());
            assertThat(Stream.of("host", "terminationGracePeriodSeconds")
                            .noneMatch(check.handler().node()::has))
                    .isTrue();
        });
        assertThat(kinds).contains("exec", "httpGet", "tcpSocket");
    }
}
