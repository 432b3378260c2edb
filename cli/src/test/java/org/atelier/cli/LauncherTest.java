package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code atelier} in a copy of the tree's outline, with a Maven and a Java that only
 * note how they were called.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path SCRIPT = Path.of("../atelier");

  @TempDir Path temp;

  private Path home;
  private Path tools;
  private Path calls;

  private record Finished(int code, String out, String err) {}

  @BeforeEach
  void outline() throws IOException {
    home = Files.createDirectories(temp.resolve("a house/atelier home"));
    for (String module : List.of("core", "datasets", "models-gan", "cli")) {
      Files.createDirectories(home.resolve(module + "/src/main"));
      Files.writeString(home.resolve(module + "/pom.xml"), "");
    }
    Files.writeString(home.resolve("pom.xml"), "");
    Files.copy(SCRIPT, home.resolve("atelier"), StandardCopyOption.COPY_ATTRIBUTES);
    tools = Files.createDirectory(temp.resolve("tools"));
    calls = temp.resolve("calls");
    tool(
        "mvn",
        "echo \"$PWD: $*\" >> '" + calls + "'",
        "mkdir -p cli/target/classes",
        "printf '%s' \"$PWD/pom.xml\" > cli/target/launcher-class-path");
    tool("javac", "true");
    java("17.0.1");
  }

  @Test
  void builds_once_and_says_so() throws Exception {
    Finished first = launch("list");
    Finished second = launch("list");

    assertThat(first.err()).hasLineCount(1).startsWith("Building Atelier once");
    assertThat(second.err()).isEmpty();
    assertThat(calls)
        .content()
        .hasLineCount(1)
        .contains(home.toRealPath() + ": -q -B process-classes -pl cli -am");
  }

  @Test
  void builds_again_when_a_source_is_newer() throws Exception {
    launch("list");
    Path source = Files.writeString(home.resolve("core/src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(launch("list").err()).startsWith("Building Atelier again");
    assertThat(calls).content().hasLineCount(2);
  }

  @Test
  void builds_again_when_a_library_is_gone() throws Exception {
    launch("list");
    Files.writeString(home.resolve("cli/target/launcher-class-path"), "/no/such.jar");

    launch("list");

    assertThat(calls).content().hasLineCount(2);
  }

  @Test
  void hands_arguments_and_exit_code_through_a_symbolic_link() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("my link"), home.resolve("atelier"));

    Finished finished = run(List.of(link.toString(), "train", "two words", "exit=7"));

    assertThat(finished.out())
        .contains("<org.atelier.cli.Atelier>", "<train>", "<two words>")
        .contains("<" + home.toRealPath() + "/cli/target/classes:");
    assertThat(finished.code()).isEqualTo(7);
  }

  @Test
  void shows_the_end_of_a_build_that_fails_and_tries_again_next_time() throws Exception {
    tool("mvn", "echo 'cannot find symbol'", "exit 1");

    Finished failed = launch("list");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("cannot find symbol", "atelier: The build failed");
    assertThat(launch("list").err()).startsWith("Building Atelier once");
  }

  @Test
  void tells_when_maven_is_missing() throws Exception {
    Files.delete(tools.resolve("mvn"));

    assertFailed(launch("list"), "Maven is missing: expected mvn (3.8 or newer)");
  }

  @Test
  void tells_when_java_is_missing() throws Exception {
    Files.delete(tools.resolve("java"));

    assertFailed(launch("list"), "Java is missing: expected a JDK of version 17 or newer");
  }

  @Test
  void tells_when_java_is_too_old() throws Exception {
    java("11.0.2");

    assertFailed(launch("list"), "expected version 17 or newer");
  }

  @Test
  void tells_when_there_is_no_compiler() throws Exception {
    Files.delete(tools.resolve("javac"));

    assertFailed(launch("list"), "The Java compiler is missing");
  }

  private static void assertFailed(Finished finished, String sentence) {
    assertThat(finished.err()).hasLineCount(1).startsWith("atelier: ").contains(sentence);
    assertThat(finished.code()).isEqualTo(1);
  }

  /** A Java that shows its arguments and ends as the last one asks. */
  private void java(String version) throws IOException {
    tool(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\"' >&2; exit; fi",
        "for argument; do echo \"<$argument>\"; done",
        "case $argument in exit=*) exit ${argument#exit=} ;; esac");
  }

  private void tool(String name, String... lines) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Finished launch(String argument) throws Exception {
    return run(List.of(home.resolve("atelier").toString(), argument));
  }

  /** With a PATH of the tools alone and what else the script calls. */
  private Finished run(List<String> command) throws Exception {
    for (String name :
        List.of("dirname", "readlink", "find", "head", "tail", "sed", "mkdir", "mv", "cat")) {
      tool(name, "exec " + real(name) + " \"$@\"");
    }
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    var builder =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(temp.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    int code = builder.start().waitFor();
    return new Finished(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static Path real(String name) {
    for (String folder : List.of("/bin", "/usr/bin")) {
      if (Files.exists(Path.of(folder, name))) {
        return Path.of(folder, name);
      }
    }
    throw new IllegalStateException("There is no " + name);
  }
}
