package io.sidecarfirst.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The command line as a process would run it, with its streams kept. */
public final class Cli {
    /** What a run left behind. */
    public record Run(int code, String out, String err) {}

    private final Map<String, String> environment;
    private final byte[] input;

    private Cli(Map<String, String> environment, byte[] input) {
        this.environment = environment;
        this.input = input;
    }

    public static Run run(String... args) {
        return with(Map.of()).execute(args);
    }

    public static Cli with(Map<String, String> environment) {
        return new Cli(environment, new byte[0]);
    }

    public Cli reading(String text) {
        return new Cli(environment, text.getBytes(StandardCharsets.UTF_8));
    }

    public Run execute(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = execute(new PrintStream(out, true, StandardCharsets.UTF_8), err, args);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    public int execute(PrintStream out, ByteArrayOutputStream err, String... args) {
        PrintStream systemOut = System.out;
        InputStream systemIn = System.in;
        System.setOut(out);
        System.setIn(new ByteArrayInputStream(input));
        try {
            return SidecarFirst.commandLine(environment, args)
                    .setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true))
                    .setErr(new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true))
                    .execute(args);
        } finally {
            System.setOut(systemOut);
            System.setIn(systemIn);
        }
    }
}
