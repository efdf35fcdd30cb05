package io.sidecarfirst.cli.common;

import io.sidecarfirst.gate.GateMode;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of {@code --gate}. */
final class GateModes implements ITypeConverter<GateMode>, Iterable<String> {
    @Override
    public GateMode convert(String value) {
        return GateMode.of(value)
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + value + "\" is unknown; allowed: " + String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
        return Stream.of(GateMode.values()).map(GateMode::id).iterator();
    }
}
