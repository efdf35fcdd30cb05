package io.sidecarfirst.gate.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a command line, a script and an environment are taken apart. */
class OptionsTest {
    private static Options options(String sidecar) {
        return Options.of(Yaml.podWithSidecar(sidecar).sidecars().get(0));
    }

    private static List<String> values(String spelling, String sidecar) {
        return options(sidecar)
                .spelt(List.of(spelling))
                .map(Options.Option::value)
                .toList();
    }

    private static String script(String script) {
        return "command: [sh, -c, '" + script.replace("'", "''") + "']";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--http-address=a",
                "-http-address=a",
                "--http_address=a",
                "--http.address=a",
                "--httpAddress=a",
                "--HTTP-ADDRESS=a",
            })
    void aLongFlagHasManySpellings(String argument) {
        assertThat(values("--http-address", "args: [" + argument + "]")).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({
        "'args: [--https-address=a]', --http-address",
        "'args: [http-address=a]', --http-address",
        "'args: [--http-address=a]', http-address",
        "'args: [-a=b]', -A",
        "'args: [-a=b]', --a",
        "'args: [--ab=b]', -a",
        "'env: [{name: HTTP_ADDRESS, value: a}]', --http-address",
        "'env: [{name: HTTP_ADDRESS, value: a}]', http-address",
        "'args: [--HTTP_ADDRESS=a]', HTTP_ADDRESS",
    })
    void anotherSpellingIsAnotherOption(String sidecar, String spelling) {
        assertThat(values(spelling, sidecar)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"args: [-ab=a]", "args: [--ab, a]"})
    void aFlagOfTwoLettersIsLong(String sidecar) {
        assertThat(values("-ab", sidecar)).containsExactly("a");
    }

    /** What a shell would make of it; the option is {@code --x}. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "s --x a -> a",
                "s --x \"a b\" -> a b",
                "s --x a\\ b -> a b",
                "s --x \\a -> a",
                "s \\--x a -> a",
                "s --x a\\ -> a\\",
                "s --x 'a\\b' -> a\\b",
                "s --x 'a\\' --y b -> a\\",
                "s --x 'a\\\"b' -> a\\\"b",
                "s --x \"a\\\"b\" -> a\"b",
                "s \"\\\"\" --x \"a\" -> a",
                "s --x \"a\\\\\" --y \"b\" -> a\\",
                "s --x \"a\\b\" -> a\\b",
                "s --x a # --x b -> a",
                "s --x a#b -> a#b",
                "s --x a; t --y b -> a",
                // An apostrophe without an end: from there on there are no quotes.
                "s --x it's -> its",
                "s --y it's --x \"b -> \"b",
                "s --y it's --x \"b --z c\" -> \"b",
            })
    void aScriptIsReadAsAShellDoes(String script, String value) {
        assertThat(values("--x", script(script))).containsExactly(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"# a\ns --x b", "s # --x a\ns --x b", "s --y \\\n --x b", "s \\\n--x b", "s --\\\nx b"})
    void aScriptHasLines(String script) {
        assertThat(values(
                        "--x",
                        "command: [sh, -c, \"" + script.replace("\\", "\\\\").replace("\n", "\\n") + "\"]"))
                .containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "2, true", "3, false"})
    void aScriptInAScriptIsReadToADepth(int depth, boolean read) {
        String script = "server --listen 127.0.0.1:80";
        for (int i = 0; i < depth; i++) {
            script = "sh -c \"" + script.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        assertThat(values("--listen", script(script))).hasSize(read ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "'--set=server.host=a', 1",
        "'--set=\"server.host=a\"', 0",
        "'--set=server.host=\"a\"', 1",
        "'-c, server.host=a', 1",
        "'--upstream=server.host=a', 0",
        "'--set==a', 0",
    })
    void anOptionMayStandInAnOption(String arguments, int found) {
        assertThat(values("server.host", "args: [" + arguments.replace("\"", "\\\"") + "]")
                        .size())
                .isEqualTo(found);
    }

    @Test
    void aValueThatWouldBeTooLongIsNotPutIn() {
        String longest = "x".repeat(4096);
        String variable = ", env: [{name: A, value: " + longest + "}, {name: B, value: b}]";
        assertThat(values("--x", "args: [--x=$(B)]" + variable)).containsExactly("b");
        assertThat(values("--x", "args: [--x, $(A)]" + variable)).containsExactly(longest);
        assertThat(values("--x", "args: [--x, a$(A)]" + variable)).containsExactly("a$(A)");
        assertThat(values("--x", "args: ['--x=$(A)', --x=$(B)]" + variable)).containsExactly("$(A)", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "--check, --check, true",
        "--check=false, --check, false",
        "--check=true, --check, true",
        "--other, --check, false",
        // An address is met by any that is not loopback, a port alone by any port.
        "--address=0.0.0.0, --address=0.0.0.0, true",
        "--address=10.0.0.1, --address=0.0.0.0, true",
        "--address=127.0.0.1, --address=0.0.0.0, false",
        "--address=http://10.0.0.1:90, --address=http://0.0.0.0:80, true",
        "--address=http://localhost:80, --address=http://0.0.0.0:80, false",
        "--address=0.0.0.0, --address=[::], true",
        "--address=[::1], --address=[::], false",
        "--address=:9090, --address=:http, true",
        "--port=81, --port=80, true",
        "--mode=on, --mode=on, true",
        "--mode=off, --mode=on, false",
        "--mode=, --mode=on, false",
        // Neither a flag nor a variable: a line of a configuration.
        "mode=on, mode=on, false",
        "MODE=on, MODE=on, true",
        "MODE=off, MODE=on, false",
        "MODE=, =on, false",
    })
    void aNeedIsMet(String argument, String need, boolean met) {
        assertThat(options("args: ['" + argument + "']").meets(need)).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        "http_server on, true",
        "HTTP_Server   On, true",
        "http_server off, false",
        "'\"http_server\" \"on\"', true",
    })
    void aLineOfAConfiguration(String line, boolean there) {
        assertThat(options("env: [{name: C, value: '" + line + "'}]").has(List.of("http_server on")))
                .isEqualTo(there);
    }

    @Test
    void theEnvironmentIsNoPartOfTheCommandLine() {
        Options.Text line = options("args: [a, b], env: [{name: C, value: d}]").line();
        assertThat(line).isEqualTo(new Options.Text("a b", null, "command line"));
        assertThat(options("env: [{name: C, value: d}]").line().value()).isEmpty();
    }

    @Test
    void onlyAConfigurationNamesPortsByItsKeys() {
        assertThat(options("args: ['connect = 8080']").named()).isEmpty();
        assertThat(options("args: [\"[s]\\nconnect = 8080\\n\"]").named())
                .containsExactly(new Options.Named(8080, "command line"));
    }
}
