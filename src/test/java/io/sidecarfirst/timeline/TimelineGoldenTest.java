package io.sidecarfirst.timeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.goldens.GoldenFile;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

/** What is drawn of each case. */
class TimelineGoldenTest {
    private static final TextChart.Capabilities TERMINAL = new TextChart.Capabilities(100, false, true);

    private static Stream<TimelineCase> cases() {
        return TimelineCase.all();
    }

    private static Map<String, String> drawn(TimelineCase one) {
        return Map.of(
                ".txt", text(one, TERMINAL),
                ".json", TimelineJson.of(one.timeline()).toPrettyString().replace("\r", "") + "\n",
                ".svg", SvgPicture.of(one.timeline()));
    }

    private static String text(TimelineCase one, TextChart.Capabilities terminal) {
        return String.join("\n", TextChart.lines(one.timeline(), terminal)) + "\n";
    }

    @ParameterizedTest
    @MethodSource("cases")
    @Tag(GoldenFile.TAG)
    void isDrawnAsItWas(TimelineCase one) {
        drawn(one).forEach((ending, drawing) -> one.input().output(ending).assertHolds(drawing));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noLineIsWiderThanTheTerminal(TimelineCase one) {
        for (int width : List.of(40, 57, 80, 100, 160)) {
            assertThat(TextChart.lines(one.timeline(), new TextChart.Capabilities(width, false, true)))
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void asciiIsAscii(TimelineCase one) {
        assertThat(text(one, new TextChart.Capabilities(80, false, false))).matches("[\\x20-\\x7e\\n]*");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void colourChangesNothingButColour(TimelineCase one) {
        String coloured = text(one, new TextChart.Capabilities(100, true, true));
        assertThat(coloured).contains("\u001b[");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(text(one, TERMINAL));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePictureStandsForItself(TimelineCase one) throws Exception {
        String picture = SvgPicture.of(one.timeline());
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(picture)));
        assertThat(picture).doesNotContain("<script", "href", "url(", "@import", "@font-face");
        assertThat(picture).contains("prefers-color-scheme: dark", "<title>", "role=\"img\"");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aBarHasNoHoles(TimelineCase one) {
        for (ContainerTimeline container : one.timeline().containers()) {
            List<Span> spans = container.spans();
            for (int i = 1; i < spans.size(); i++) {
                TimeEstimate end = spans.get(i - 1).to();
                assertThat(end).as(container.name() + " " + spans).isNotNull();
                assertThat(requireNonNull(end).at())
                        .isEqualTo(spans.get(i).from().at());
            }
        }
    }
}
