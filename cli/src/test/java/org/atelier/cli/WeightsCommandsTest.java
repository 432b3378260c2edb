package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.atelier.cli.command.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsCommandsTest {
  @TempDir Path temp;

  /** Runs one command in this process's place. */
  static final class Main {
    private Main() {}

    public static void main(String... args) {
      Commands.main(Atelier::commandLine, args);
    }
  }

  @Test
  void list_names_size_licence_and_project() {
    var list = atelier("weights", "list");

    assertThat(list.err()).isEmpty();
    assertThat(list.code()).isZero();
    assertThat(list.out())
        .containsPattern("vgg16 +553\\.4 MB +BSD-3-Clause +pytorch/vision +\\S")
        .containsPattern("lpips/alex +6 kB +BSD-2-Clause +richzhang/PerceptualSimilarity +\\S")
        .contains("./atelier weights get NAME downloads into ");
  }

  @Test
  void unknown_names_are_refused_before_anything_is_downloaded() {
    var get = atelier("weights", "get", "lpips/alex", "vgg6");

    assertThat(get.code()).isEqualTo(2);
    assertThat(get.out()).isEmpty();
    assertThat(get.err())
        .hasLineCount(1)
        .contains("There are no weights called vgg6", "did you mean vgg16");
    assertThat(atelier("weights", "get").code()).isEqualTo(2);
    assertThat(atelier("weights", "get", "").code()).isEqualTo(2);
  }

  @Test
  void option_that_takes_weights_takes_a_name_of_the_catalogue() throws IOException {
    var unknown = atelier("evaluate", "--inception", "catalogue:zebra", temp, temp.resolve("none"));
    Path folder = Files.createDirectory(temp.resolve("folder"));
    var neither = atelier("evaluate", "--inception", "zebra", temp, folder);

    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("There are no weights called zebra in the catalogue");
    assertThat(neither.code()).isEqualTo(2);
    assertThat(neither.err())
        .contains("--inception expects a file of weights or a name of the catalogue, but there is");
  }

  /**
   * The environment is that of a process of its own, whose network is a proxy that is not there.
   */
  @Test
  void folders_of_the_environment_are_used_and_a_failed_download_says_what_to_do()
      throws Exception {
    Path own = Files.createDirectories(temp.resolve("own"));
    Path cache = temp.resolve("cache");
    Map<String, String> environment =
        Map.of("ATELIER_WEIGHTS", own.toString(), "ATELIER_CACHE", cache.toString());

    String said = run(environment, "weights", "get", "fid-inception");

    assertThat(said)
        .startsWith("1 atelier: Cannot download fid-inception: ")
        .contains(
            "Get pt_inception-2015-12-05-6726825d.pth from https://github.com/mseitzer/pytorch-fid",
            "SHA-256 begins with 6726825d",
            "ATELIER_WEIGHTS names")
        .hasLineCount(1);
    assertThat(cache.resolve("weights")).isDirectory();
    Files.createDirectory(own.resolve("lpips"));
    Files.write(own.resolve("lpips/alex.pth"), new byte[6009]);
    assertThat(run(environment, "weights", "get", "lpips"))
        .startsWith("1 atelier: " + own.resolve("lpips/alex.pth") + ": this is not the published");
  }

  private String run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=1",
                "-Datelier.terminal=false",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    Path out = temp.resolve("out.txt");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue() + " " + Files.readString(out).strip();
  }
}
