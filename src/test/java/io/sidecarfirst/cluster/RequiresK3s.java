package io.sidecarfirst.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Needs Docker: skipped where there is none, unless {@code SIDECAR_FIRST_REQUIRE_K3S=true} says that there must be,
 * where a missing Docker fails the test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresK3s.Condition.class)
public @interface RequiresK3s {

    /** Looks for Docker. */
    class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Boolean.parseBoolean(System.getenv("SIDECAR_FIRST_REQUIRE_K3S"))) {
                return ConditionEvaluationResult.enabled("SIDECAR_FIRST_REQUIRE_K3S is set");
            }
            return DockerClientFactory.instance().isDockerAvailable()
                    ? ConditionEvaluationResult.enabled("Docker is here")
                    : ConditionEvaluationResult.disabled("needs Docker");
        }
    }
}
