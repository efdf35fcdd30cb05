package io.sidecarfirst.cli.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.apiserver.WorkloadKind;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of {@code timeline}. */
class TimelineTargetTest {
    private static TimelineTarget parse(String words) {
        return TimelineTarget.parse(List.of(words.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web-0", "pod/web-0", "pods/web-0", "po/web-0", "pod web-0", "Pods web-0"})
    void aPod(String words) {
        assertThat(parse(words)).isEqualTo(new TimelineTarget.OfPod("web-0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/web", "deployment web", "deployments.apps/web"})
    void aWorkload(String words) {
        assertThat(parse(words)).isEqualTo(new TimelineTarget.OfWorkload(WorkloadKind.DEPLOYMENT, "web"));
    }

    @ParameterizedTest
    @CsvSource({
        "pod/../x, can be no Pod's name",
        "pod/, can be no Pod's name",
        "svc/x, 'a timeline is of one Pod, not of a svc'",
        "a b, 'a timeline is of one Pod, not of a and b'",
        "pod a b, 'a timeline is of one Pod, not of pod and a and b'",
        "pod/a b, 'a timeline is of one Pod, not of pod/a and b'"
    })
    void neither(String words, String said) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }
}
