package io.sidecarfirst.policy;

import io.sidecarfirst.gate.LoopbackImage;
import io.sidecarfirst.gate.veto.OptionWords;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a port listens on loopback only, after the gate's LoopbackListener. CEL cannot take a command line apart as Java
 * does, so this asks less: a loopback address in the options is held against the port unless another port stands beside it,
 * or the option is clearly about another program.
 */
final class LoopbackVariables {
    private static final String HOST = "(localhost|127(\\.[0-9]{1,3}){3}|\\[?::1\\]?)";
    private static final String BEFORE = "(?i)(^|[^a-z0-9.-])";
    private static final String AFTER = "($|[^a-z0-9.:-])";

    private LoopbackVariables() {}

    static List<Variable> variables(List<LoopbackImage> images) {
        return List.of(
                new Variable(
                        "arguments",
                        "Command and arguments of each sidecar.",
                        "variables.sidecars.map(s, s.container.?command.orValue([]) + s.container.?args.orValue([]))"),
                new Variable(
                        "elsewhere",
                        "A flag whose name says that its value is another program's address, as a regular expression.",
                        "r'" + elsewhere() + "'"),
                new Variable(
                        "spoken",
                        """
                        The arguments that speak of loopback, a script by its commands; without those of clients, of flags
                        for upstreams and the like, and of URLs whose flag is not about listening.""",
                        Cel.of(
                                """
                                variables.arguments.map(words, words.transformList(i, w, w.matches(r'(?i)localhost|127\\.|::1')
                                  && !(w.matches(variables.elsewhere + '=') && !w.matches(r'(?i)^[^=]*${listening}'))
                                  && !(i > 0 && !w.startsWith('-') && words[i - 1].matches(variables.elsewhere + '$')
                                    && !words[i - 1].matches(r'(?i)${listening}'))
                                  && (w.matches(r'\\s') || !w.contains('://') || w.matches(r'(?i)${here}')
                                    || i > 0 && words[i - 1].matches(r'(?i)^-.*${here}')),
                                  w.matches(r'\\s') ? w.findAll(r'[^;|&()\\n]+').filter(t, !t.matches(r'${client}')) : [w]))""",
                                "listening",
                                Cel.anyOf(OptionWords.HERE),
                                "here",
                                Cel.anyOf(OptionWords.ADDRESS),
                                "client",
                                "(^|[\\s/\\x22\\x27`])" + Cel.anyOf(OptionWords.CLIENTS) + "($|[\\s\\x22\\x27`])")),
                new Variable(
                        "variablesOf",
                        "The environment variables that speak of loopback, without URLs that a client would use.",
                        Cel.of("""
                                variables.sidecars.map(s, s.container.?env.orValue([])
                                  .filter(e, e.?value.orValue('').matches(r'(?i)localhost|127\\.|::1')
                                    && (!e.value.contains('://') || e.name.matches(r'(?i)${here}|http[_.-]address$'))))""", "here", Cel.anyOf(OptionWords.HERE))),
                new Variable("bound", """
                        What may bind to loopback without naming a port: arguments, and variables that are named so or that
                        an argument or another variable refers to.""", Cel.of("""
                                variables.sidecars.transformList(k, s, variables.spoken[k] + variables.variablesOf[k]
                                  .filter(e, e.name.matches(r'(?i)^${own}((listen|bind)[_.-])?(address|addr|host|ip|bind|listen|interface)$')
                                    || (variables.arguments[k] + s.container.env.map(o, o.?value.orValue('')))
                                      .exists(w, w.contains('$(' + e.name + ')') && w.matches(r'(^|[^$])\\$\\(' + e.name + r'\\)')))
                                  .map(e, [e.value]))""", "own", own())),
                new Variable(
                        "local",
                        "Whether each sidecar runs a program that listens on loopback unless told otherwise.",
                        images(images)));
    }

    /** Whether port {@code n} of the sidecar with index {@code k} is bound to loopback. */
    static String isBound(String number) {
        return Cel.of("""
                (variables.local[k]
                      || variables.bound[k].exists(ts, ts.exists(t,
                        t.matches(r'${before}${host}(:' + string(${number}) + r')?${after}')))
                      || variables.variablesOf[k].exists(e,
                        e.value.matches(r'${before}${host}:' + string(${number}) + r'${after}')))""", "before", BEFORE, "host", HOST, "number", number, "after", AFTER);
    }

    /** A flag whose name has a word that means another program's address, up to its end. */
    private static String elsewhere() {
        return "(?i)^-*([a-z0-9]+[_.-])*" + Cel.anyOf(OptionWords.ELSEWHERE) + "([_.-][a-z0-9]+)*";
    }

    private static String own() {
        return Cel.anyOf(
                        OptionWords.OWN.stream().filter(word -> !word.isEmpty()).toList())
                .replaceFirst("^\\(", "((")
                .concat("[_.-])?");
    }

    private static String images(List<LoopbackImage> images) {
        return images.isEmpty()
                ? "variables.sidecars.map(s, false)"
                : Cel.of(
                        """
                        variables.sidecars.transformList(k, s, [s.container.?image.orValue('')].exists(image,
                            ${images}))""",
                        "images",
                        images.stream().map(LoopbackVariables::image).collect(Collectors.joining("\n    || ")));
    }

    private static String image(LoopbackImage image) {
        String runs = "image.matches(r'(^|/)" + Cel.literally(image.name()) + "(:[^/@]*)?(@.*)?$')";
        return Stream.concat(Stream.of(runs), image.overrides().stream().map(LoopbackVariables::without))
                .collect(Collectors.joining("\n      && "));
    }

    /** That a sidecar does not have this override: a piece of an argument, a flag or a variable. */
    private static String without(String override) {
        if (override.endsWith("=") || override.endsWith(":")) {
            return "!variables.arguments[k].exists(w, w.matches(r'" + Cel.literally(override)
                    + "([^0-9:&,]|[0-9]+[^0-9&,])'))";
        }
        String word = "'" + override + "'";
        if (override.startsWith("-")) {
            return "!variables.arguments[k].exists(w, w == " + word + " || w.startsWith('" + override + "='))";
        }
        return "!s.container.?env.orValue([]).exists(e, e.name == " + word + " && !e.?value.orValue('').matches(r'(?i)^"
                + HOST + "'))";
    }
}
