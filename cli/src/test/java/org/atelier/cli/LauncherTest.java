package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<String, String> environment = new HashMap<>();

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
  void tells_at_every_start_when_java_is_too_old() throws Exception {
    launch("list");
    for (String old : List.of("11.0.22", "1.8.0_402", "16")) {
      java(old);
      assertFailed(launch("list"), "expected version 17 or newer");
      assertThat(launch("list").err()).contains("has version " + old);
    }
    for (String young : List.of("17", "17.0.1", "25", "26-ea", "101.1")) {
      java(young);
      assertThat(launch("list").err()).isEmpty();
    }
    assertThat(calls).content().hasLineCount(1);
  }

  @Test
  void reads_java_s_version_from_its_file_and_does_not_start_it_for_that() throws Exception {
    launch("list");
    Path jdk = Files.createDirectories(temp.resolve("a jdk/bin")).getParent();
    Files.copy(tools.resolve("java"), jdk.resolve("bin/java"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createSymbolicLink(temp.resolve("default-java"), jdk);
    environment.put("JAVA_HOME", temp.resolve("default-java").toString());
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
    assertFailed(launch("list"), "bin/java has version 11.0.2");
    // On the PATH it is found through a link.
    environment.clear();
    Files.delete(tools.resolve("java"));
    Files.createSymbolicLink(tools.resolve("java"), temp.resolve("default-java/bin/java"));
    assertFailed(launch("list"), "tools/java has version 11.0.2");

    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"21\"\n");
    assertThat(launch("list").code()).isZero();
  }

  @Test
  void runs_in_a_folder_of_any_name_with_any_options() throws Exception {
    launch("list");
    Path odd = temp.resolve("it's \"odd\" $HOME [a-z]*");
    Files.move(home, odd);
    home = odd;
    Files.writeString(
        home.resolve("cli/target/launcher-class-path"), home.resolve("pom.xml").toString());
    environment.put("ATELIER_JAVA_OPTIONS", "-Xmx3g -Dany=/*");
    environment.put("ATELIER_CLASSPATH", "my jars/*:other's.jar");

    Finished finished = launch("*");

    assertThat(finished.err()).isEmpty();
    assertThat(finished.out())
        .contains("<-Xmx3g>\n<-Dany=/*>", "/pom.xml:my jars/*:other's.jar>", "Atelier>\n<*>")
        .contains("<" + home.toRealPath() + "/cli/target/classes:");
  }

  @Test
  void refuses_a_folder_that_no_class_path_can_hold() throws Exception {
    Path odd = temp.resolve("a:b");
    Files.move(home, odd);
    home = odd;
    assertFailed(launch("list"), "has a colon");
  }

  @Test
  void gives_java_a_locale_of_utf_8_where_there_is_none() throws Exception {
    launch("list");
    tool(
        "java",
        "case $1 in -version) echo 'version \"17\"' >&2 ;; *) echo \"[${LC_ALL:-}]\" ;; esac");
    // Like the C library's, with C.UTF-8 and de_DE.UTF-8 installed.
    tool(
        "locale",
        "case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in",
        "  C.UTF-8 | de_DE.UTF-8) echo UTF-8 ;;",
        "  de_DE) echo ISO-8859-1 ;;",
        "  *) echo ANSI_X3.4-1968 ;;",
        "esac");
    assertThat(launch("list").out()).isEqualTo("[C.UTF-8]\n");
    environment.put("LC_ALL", "C");
    assertThat(launch("list").out()).isEqualTo("[C.UTF-8]\n");
    environment.put("LC_ALL", "fa_IR.UTF-8");
    assertThat(launch("list").out()).isEqualTo("[C.UTF-8]\n");
    for (String kept : List.of("de_DE.UTF-8", "de_DE")) {
      environment.put("LC_ALL", kept);
      assertThat(launch("list").out()).isEqualTo("[%s]\n".formatted(kept));
    }
  }

  @Test
  void says_what_is_the_matter_to_a_user_who_can_neither_read_nor_build() throws Exception {
    // The superuser may do all, so the superuser's tests become another user.
    List<String> other =
        Files.isWritable(Path.of("/"))
            ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            : List.of();
    assumeThat(other.isEmpty() || Files.exists(Path.of("/usr/bin/setpriv"))).isTrue();
    for (Path folder = home; !folder.equals(temp.getParent()); folder = folder.getParent()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    List<Path> closed =
        List.of(home, home.resolve("cli"), home.resolve("cli/target"), home.resolve("target"));
    try {
      if (other.isEmpty()) {
        readOnly(closed);
      }
      assertFailed(launchAs(other), "not built yet, and this user may not write to");
      writable(closed);

      launch("list");
      if (other.isEmpty()) {
        readOnly(closed);
      }
      assertThat(launchAs(other).err()).isEmpty();

      Path source = Files.writeString(home.resolve("core/src/main/New.java"), "");
      Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
      assertThat(launchAs(other).err())
          .hasLineCount(1)
          .startsWith("atelier: The sources have changed since Atelier was built, but");
      assertThat(launchAs(other).code()).isZero();

      Path library = Files.createFile(temp.resolve("library.jar"));
      Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("---------"));
      writable(closed);
      Files.writeString(home.resolve("cli/target/launcher-class-path"), library.toString());
      if (other.isEmpty()) {
        readOnly(closed);
      }
      assertFailed(
          launchAs(other), "was built by another user, and this one cannot read " + library);
    } finally {
      writable(closed);
    }
    assertThat(calls).content().hasLineCount(1);
  }

  private static void readOnly(List<Path> folders) throws IOException {
    setPermissions(folders, "r-xr-xr-x");
  }

  private static void writable(List<Path> folders) throws IOException {
    setPermissions(folders, "rwxr-xr-x");
  }

  private static void setPermissions(List<Path> folders, String permissions) throws IOException {
    for (Path folder : folders) {
      if (Files.exists(folder)) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
      }
    }
  }

  /** By each shell that there is, all of which must say the same. */
  private Finished launchAs(List<String> other) throws Exception {
    Finished first = null;
    for (String shell : List.of("sh", "dash", "bash", "busybox")) {
      Path program = Path.of("/bin", shell);
      if (Files.exists(program)) {
        var command = new ArrayList<>(other);
        if (!other.isEmpty()) {
          command.set(0, "/usr/bin/setpriv");
        }
        command.add(program.toString());
        if (shell.equals("busybox")) {
          command.add("sh");
        }
        command.addAll(List.of(home.resolve("atelier").toString(), "list"));
        Finished finished = run(command);
        assertThat(first == null ? finished : first).as(shell).isEqualTo(finished);
        first = finished;
      }
    }
    return first;
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
    builder.environment().putAll(environment);
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
