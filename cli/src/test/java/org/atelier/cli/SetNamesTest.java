package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.cli.data.DataName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in a working directory that has folders of the names of embedded sets. */
class SetNamesTest {
  /** In place of a command: makes the run one of an earlier version, which recorded names alone. */
  private static final String OLDER = "older";

  @TempDir Path temp;

  @Test
  void a_name_of_a_set_and_of_a_folder_is_refused_wherever_a_set_can_be_named() throws Exception {
    folders("faces", "noto", "openmoji", "shapes");

    List<String> said =
        commands(
            "evaluate faces noto",
            "evaluate noto faces",
            "train gan --data faces",
            "train vae --data noto",
            "train stargan --data faces",
            "train pix2pix --data openmoji",
            "train cyclegan --data noto --data-b twemoji",
            "train discogan --data twemoji --data-b noto",
            "train sounds --data noto",
            "train place --data shapes");

    assertThat(said)
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "2 atelier: (\\w+) is both an embedded set and a folder here: write"
                            + " \\./\\1 for the folder, or embedded:\\1 for the set"));
    assertThat(temp.resolve("runs")).doesNotExist();
  }

  @Test
  void defaults_and_what_a_run_recorded_stay_the_embedded_set() throws Exception {
    folders("fashion-mnist");
    String run = "train gan --image-size 8 --batch-size 4 --device cpu --out r --steps ";
    String resume = "train gan --device cpu --resume runs/r --steps ";

    List<String> said =
        commands(run + 1, resume + 2, OLDER, resume + 3, resume + "4 --data ./fashion-mnist");

    assertThat(said.subList(0, 4)).allMatch(line -> line.startsWith("0"));
    assertThat(said.get(4)).startsWith("2 atelier: The folder ./fashion-mnist is empty");
    assertThat(temp.resolve("runs/r/command.json"))
        .content()
        .contains("\"data\": \"embedded:fashion-mnist\"");
  }

  private void folders(String... names) throws IOException {
    for (String name : names) {
      Files.createDirectory(temp.resolve(name));
    }
  }

  /** The exit code and the complaint of each command, in one process in the folder. */
  private List<String> commands(String... lines) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=2",
                "-cp",
                System.getProperty("java.class.path"),
                SetNamesTest.class.getName()));
    command.addAll(List.of(lines));
    Path out = temp.resolve("out");
    int code =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    assertThat(code).isZero();
    List<String> said = Files.readAllLines(out, StandardCharsets.UTF_8);
    assertThat(said).hasSize(lines.length);
    return new ArrayList<>(said);
  }

  /** Runs commands, each an argument. */
  public static void main(String... lines) throws IOException {
    for (String line : lines) {
      if (line.equals(OLDER)) {
        Path settings = Path.of("runs/r/command.json");
        String text = Files.readString(settings);
        Files.writeString(settings, text.replace(DataName.PREFIX, ""));
        System.out.println(text.contains(DataName.PREFIX) ? "0" : "1");
        continue;
      }
      CommandLineRun run = CommandLineRun.atelier((Object[]) line.split(" "));
      System.out.println((run.code() + " " + run.err()).strip().replaceAll("\\s+", " "));
    }
  }
}
