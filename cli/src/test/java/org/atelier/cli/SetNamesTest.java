package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in a working directory that has folders of the names of embedded sets. */
class SetNamesTest {
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
        commands(
            run + 1,
            resume + 2,
            CommandProcess.OLDER,
            resume + 3,
            resume + "4 --data ./fashion-mnist");

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

  private List<String> commands(String... lines) throws Exception {
    return CommandProcess.run(temp, List.of(), lines);
  }
}
