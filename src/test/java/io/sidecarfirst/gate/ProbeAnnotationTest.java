package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What a check by annotation may look like, and what an API server would refuse. */
class ProbeAnnotationTest {
    private static final String LONG = "x".repeat(Handler.MAX_CHARACTERS);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"httpGet": {"path": "/x", "port": 9090}}   | {"httpGet":{"path":"/x","port":9090}}
                    {"httpGet": {"port": 1}}                    | {"httpGet":{"port":1}}
                    {httpGet: {port: 65535, scheme: HTTPS}}     | {"httpGet":{"port":65535,"scheme":"HTTPS"}}
                    {httpGet: {port: web, path: '8'}}           | {"httpGet":{"port":"web","path":"8"}}
                    {httpGet: {port: 1, path: 8/true}}          | {"httpGet":{"port":1,"path":"8/true"}}
                    {httpGet: {port: 1, scheme: ''}}            | {"httpGet":{"port":1,"scheme":""}}
                    {httpGet: {port: 1, httpHeaders: []}}       | {"httpGet":{"port":1,"httpHeaders":[]}}
                    {httpGet: {port: 1, path: , scheme: ~}}     | {"httpGet":{"port":1,"path":null,"scheme":null}}
                    {httpGet: {port: 1, httpHeaders: [{name: H, value: a}]}}\
                     | {"httpGet":{"port":1,"httpHeaders":[{"name":"H","value":"a"}]}}
                    {exec: null, tcpSocket: {port: 1}}            | {"tcpSocket":{"port":1}}
                    tcpSocket: {port: a1}                       | {"tcpSocket":{"port":"a1"}}
                    {grpc: {port: 50051, service: }}            | {"grpc":{"port":50051,"service":null}}
                    {grpc: {port: 50051, service: a.b}}         | {"grpc":{"port":50051,"service":"a.b"}}
                    {exec: {command: [sh, -c, 'true', '']}}     | {"exec":{"command":["sh","-c","true",""]}}
                    """)
    void isReadAsWritten(String text, String json) throws ProbeAnnotation.UnusableException {
        assertThat(ProbeAnnotation.read(text).node())
                .isEqualTo(JsonMapper.shared().readTree(json));
    }

    @Test
    void onSeveralLines() throws ProbeAnnotation.UnusableException {
        Probe probe = ProbeAnnotation.read("# a check\nexec:\n  command:\n  - docker\n  - info\n");
        assertThat(probe.handlers())
                .extracting(Handler::command)
                .singleElement()
                .asString()
                .isEqualTo("[docker, info]");
        assertThat(probe.timeoutSeconds()).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                             | one handler",
                "null                                           | one handler",
                "[]                                             | one handler",
                "8080                                           | one handler",
                "/ready                                         | one handler",
                "{}                                             | it has 0 handlers",
                "{tcpSocket: {port: 1}, grpc: {port: 1}}        | it has 2 handlers",
                "{httpget: {port: 1}}                           | \"httpget\" is no handler",
                "{tcpSocket: {port: 1}, periodSeconds: 1}       | \"periodSeconds\" is no handler",
                "{startupProbe: {tcpSocket: {port: 1}}}         | \"startupProbe\" is no handler",
                "{httpGet: }                                    | it has 0 handlers",
                "{httpGet: []}                                  | httpGet has no fields",
                "{httpGet: {}}                                  | httpGet.port",
                "{httpGet: {path: /}}                           | httpGet.port",
                "{httpGet: {port: 0}}                           | httpGet.port",
                "{httpGet: {port: -1}}                          | httpGet.port",
                "{httpGet: {port: 65536}}                       | httpGet.port",
                "{httpGet: {port: 4294967297}}                  | httpGet.port",
                "{httpGet: {port: '8080'}}                      | httpGet.port",
                "{httpGet: {port: 80.5}}                        | httpGet.port",
                "{httpGet: {port: 080}}                         | httpGet.port",
                "{httpGet: {port: true}}                        | httpGet.port",
                "{httpGet: {port: Web}}                         | httpGet.port",
                "{httpGet: {port: a-name-of-16-chr}}            | httpGet.port",
                "{httpGet: {port: 1, path: 8}}                  | httpGet.path is not a string",
                "{httpGet: {port: 1, scheme: http}}             | httpGet.scheme",
                "{httpGet: {port: 1, scheme: 1}}                | httpGet.scheme",
                "{httpGet: {port: 1, host: a}}                  | httpGet.host",
                "{tcpSocket: {port: 1, host: ''}}               | tcpSocket.host",
                "{httpGet: {port: 1, service: a}}               | httpGet has no field \"service\"",
                "{tcpSocket: {port: 1, path: /}}                | tcpSocket has no field \"path\"",
                "{httpGet: {port: 1, httpHeaders: {}}}          | httpGet.httpHeaders is not a list",
                "{httpGet: {port: 1, httpHeaders: [a]}}         | httpGet.httpHeaders: each",
                "{httpGet: {port: 1, httpHeaders: [{name: a}]}} | httpGet.httpHeaders: each",
                "{httpGet: {port: 1, httpHeaders: [{name: a, value: 1}]}} | httpGet.httpHeaders: each",
                "{httpGet: {port: 1, httpHeaders: [{name: '', value: b}]}} | httpGet.httpHeaders: each",
                "{httpGet: {port: 1, httpHeaders: [{name: a b, value: c}]}} | httpGet.httpHeaders: each",
                "{httpGet: {port: 1, httpHeaders: [{name: a, value: b, c: d}]}} | httpGet.httpHeaders: each",
                "{tcpSocket: {}}                                | tcpSocket.port",
                "{grpc: {}}                                     | grpc.port",
                "{grpc: {port: web}}                            | grpc.port: 1..65535 is required",
                "{grpc: {port: 1, service: 1}}                  | grpc.service is not a string",
                "{exec: {}}                                     | exec.command",
                "{exec: {command: []}}                          | exec.command",
                "{exec: {command: docker info}}                 | exec.command",
                "{exec: {command: [sleep, 1]}}                  | exec.command",
                "{tcpSocket: {port: 1, port: 2}}                | the field \"port\" is there twice",
                "{tcpSocket: {port: &a 1}}                      | anchors",
                "{tcpSocket: &a {port: 1}}                      | anchors",
                "{exec: {command: &a [a]}}                      | anchors",
                "{tcpSocket: {port: *a}}                        | anchors",
                "{tcpSocket: {port: !!int 1}}                   | anchors",
                "{tcpSocket: !x {port: 1}}                      | anchors",
                "{exec: {command: !x [a]}}                      | anchors",
                "{tcpSocket: {[a]: 1}}                          | a field's name is not a string",
                "{tcpSocket: {1: 1}}                            | a field's name is not a string",
                "{tcpSocket: {port: [[[[[[[[[[1]]]]]]]]]]}}     | nested",
                "{tcpSocket: {port: {a: {b: {c: {d: {e: {f: {g: 1}}}}}}}}} | nested",
                "{tcpSocket: {port: 1}                          | it is neither JSON nor YAML",
                "tcpSocket: {port: @}                           | it is neither JSON nor YAML",
            })
    void isRefused(String text, String why) {
        assertThatThrownBy(() -> ProbeAnnotation.read(text))
                .isInstanceOf(ProbeAnnotation.UnusableException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcpSocket: {port: 1}\n---\ntcpSocket: {port: 2}",
                "tcpSocket: {port: 1}\n...\ntcpSocket: {port: 2}"
            })
    void severalDocumentsAreRefused(String text) {
        assertThatThrownBy(() -> ProbeAnnotation.read(text)).isInstanceOf(ProbeAnnotation.UnusableException.class);
    }

    @Test
    void aLongOneIsRefused() {
        assertThatThrownBy(() -> ProbeAnnotation.read("{exec: {command: [" + LONG + "]}}"))
                .hasMessageStartingWith("it has 65557 characters");
    }

    @Test
    void theLongestIsRead() throws ProbeAnnotation.UnusableException {
        String around = "{exec: {command: []}}";
        String program = "x".repeat(Handler.MAX_CHARACTERS - around.length());
        assertThat(ProbeAnnotation.read(around.replace("[]", "[" + program + "]"))
                        .handlers())
                .extracting(Handler::command)
                .containsExactly(List.of(program));
    }

    @Test
    void nestedWithoutEndIsRefused() {
        assertThatThrownBy(() -> ProbeAnnotation.read("[".repeat(Handler.MAX_CHARACTERS)))
                .isInstanceOf(ProbeAnnotation.UnusableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\uD800", "tcpSocket:\n\tport: 1", "%YAML 9.9\n---\na"})
    void whatIsNoYamlIsRefused(String text) {
        assertThatThrownBy(() -> ProbeAnnotation.read(text)).isInstanceOf(ProbeAnnotation.UnusableException.class);
    }
}
