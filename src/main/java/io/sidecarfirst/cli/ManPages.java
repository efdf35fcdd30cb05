package io.sidecarfirst.cli;

import io.sidecarfirst.cli.common.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the manual pages, for whoever packs the program: {@code java -cp JAR io.sidecarfirst.cli.ManPages FOLDER}. */
public final class ManPages {
    private ManPages() {}

    /**
     * Writes a page for the program and each of its commands.
     *
     * @param args the folder, which is made if it is not there
     */
    public static void main(String... args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("say to which folder the manual pages are written");
        }
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (ManPage page : ManPage.all(SidecarFirst.commandLine(Map.of()), Version.text())) {
            Files.writeString(folder.resolve(page.name() + ".1"), page.text());
        }
    }
}
