# The image of sidecar-first; docs/image.md explains it. Any builder will do, the classic one too.
# Nothing here names a processor: the image is for the one that it is built on.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG RUN_IMAGE=gcr.io/distroless/base-debian12:nonroot

# The jar.
FROM ${BUILD_IMAGE} AS jar
WORKDIR /build
# First everything that Maven downloads, by a build of nothing: it stays in a layer until the pom changes.
COPY pom.xml LICENSE ./
COPY .mvn .mvn
RUN mkdir -p src/main/java/nothing \
 && echo 'package nothing; final class Nothing {}' >src/main/java/nothing/Nothing.java \
 && mvn -B -ntp -q -Dmaven.test.skip=true package \
 && rm -r src target
COPY src/main src/main
RUN mvn -B -ntp -q -Dmaven.test.skip=true package
COPY src/image src/image
RUN src/image/repack target/sidecar-first.jar target/sidecar-first.jar
RUN javac -Werror -Xlint:all -d target/training -cp target/sidecar-first.jar src/image/java/io/sidecarfirst/training/*.java

# A Java runtime of the modules that the program uses, with the flags of src/image/jvm.options in it.
FROM ${BUILD_IMAGE} AS jre
ARG MODULES=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.management,jdk.unsupported
COPY src/image/jvm.options /tmp/
RUN jlink --add-modules "${MODULES}" --output /jre --compress=zip-0 \
      --no-header-files --no-man-pages --strip-java-debug-attributes --dedup-legal-notices=error-if-not-same-content \
      --add-options "$(grep -v '^#' /tmp/jvm.options | tr '\n' ' ')" \
 && rm /jre/bin/keytool /jre/lib/jexec

# Everything but the AOT cache, where the image will have it.
FROM ${RUN_IMAGE} AS program
COPY --from=jre /jre /opt/sidecar-first/jre
# The licences of the program and of what is in the jar, which has them too.
COPY --from=jar /build/LICENSE /opt/sidecar-first/
COPY --from=jar /build/target/classes/META-INF/THIRD-PARTY.txt /opt/sidecar-first/
COPY --from=jar /build/target/classes/META-INF/licenses /opt/sidecar-first/licenses/
COPY --from=jar /build/target/sidecar-first.jar /opt/sidecar-first/
# What the jar is made of, for those who look for known holes; by this ending they find it.
COPY --from=jar /build/target/bom.json /opt/sidecar-first/sidecar-first.cdx.json

# The AOT cache, from a run that serves. There is no shell here.
FROM program AS training
USER 0:0
COPY --from=jar /build/target/training /training/classes
COPY src/test/resources/goldens /training/manifests/
RUN ["/opt/sidecar-first/jre/bin/java", "-cp", "/opt/sidecar-first/sidecar-first.jar:/training/classes", \
     "io.sidecarfirst.training.Training", "/opt/sidecar-first/sidecar-first.jar", "/opt/sidecar-first/sidecar-first.aot", \
     "/training/manifests"]

FROM program
COPY --from=training /opt/sidecar-first/sidecar-first.aot /opt/sidecar-first/
USER 65532:65532
WORKDIR /
# One arena of malloc for all threads: each more keeps memory that it will hardly need again.
ENV MALLOC_ARENA_MAX=1
ENTRYPOINT ["/opt/sidecar-first/jre/bin/java", "-XX:AOTCache=/opt/sidecar-first/sidecar-first.aot", \
            "-jar", "/opt/sidecar-first/sidecar-first.jar"]
CMD ["--help"]
# The cache is used where it is now, by the user that it is for, or the build ends here.
RUN ["/opt/sidecar-first/jre/bin/java", "-XX:AOTMode=on", "-XX:AOTCache=/opt/sidecar-first/sidecar-first.aot", \
     "-jar", "/opt/sidecar-first/sidecar-first.jar", "--version"]
EXPOSE 8443 8081
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="sidecar-first" \
      org.opencontainers.image.description="A Kubernetes admission webhook that makes main containers wait until their native sidecars are ready." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="https://github.com/sidecar-first/sidecar-first" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
