package io.sidecarfirst.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.admission.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyTest {
    @ParameterizedTest
    @CsvSource({"0:6k, 6000", "1:6k, 6000", "4:6k, 6000", "0:33k, 33000", "4:33k, 33000", "4:3m, 3000000"})
    void aReviewHasItsSizeAndGatesAllItsSidecars(String name, int bytes) {
        Body body = Body.parse(name);

        assertThat(body.bytes().length).isBetween(bytes - bytes / 30, bytes);
        assertThat(DefaultAdmission.make().answer(body.bytes()))
                .isInstanceOfSatisfying(Outcome.Decided.class, decided -> {
                    assertThat(decided.plan().gates()).hasSize(Integer.parseInt(name.substring(0, 1)));
                    assertThat(decided.response().toString().contains("\"patch\":\""))
                            .isEqualTo(body.expectsPatch());
                });
    }

    @Test
    void anotherNameIsRefused() {
        assertThatThrownBy(() -> Body.parse("6k")).isInstanceOf(IllegalArgumentException.class);
    }
}
