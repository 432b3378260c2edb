package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands in a locale with other digits than 0 to 9 and another capital of i: Turkish with Arabic
 * digits has both.
 */
class LocaleTest {
  private static final List<String> ENGLISH =
      List.of("-Duser.language=en", "-Duser.country=US", "-Duser.extensions=");
  private static final List<String> TURKISH =
      List.of("-Duser.language=tr", "-Duser.country=TR", "-Duser.extensions=u-nu-arab");

  @TempDir Path temp;

  @Test
  void commands_write_the_same_bytes_and_say_the_same_in_every_locale() throws Exception {
    Path english = Files.createDirectory(temp.resolve("english"));
    Path turkish = Files.createDirectory(temp.resolve("turkish"));
    String[] commands = {
      CommandProcess.LOCALE,
      "train gan --out g --image-size 8 --batch-size 4 --steps 2 --health WARN --device CPU",
      "train gan --resume runs/g --steps 3",
      "sample --model runs/g --count 3 --seed 7 --out grid.png",
      "interpolate --model runs/g --out walk.gif",
      "train vae --out v --image-size 8 --batch-size 4 --steps 2 --binarise DRAWN --hold-out 1000",
      "anomaly --model runs/v --csv anomalies.csv",
      "likelihood --model runs/v --count 5 --samples 5",
      "list",
      "sample --model runs/g --count 0",
    };

    List<String> inEnglish = CommandProcess.run(english, ENGLISH, commands);
    List<String> inTurkish = CommandProcess.run(turkish, TURKISH, commands);

    assertThat(inEnglish.get(0)).isEqualTo("12 I");
    assertThat(inTurkish.get(0)).isEqualTo("١٢ İ");
    assertThat(inEnglish.subList(1, 9)).allMatch(said -> said.startsWith("0 "));
    for (int i = 1; i < commands.length; i++) {
      assertThat(withoutTimes(inTurkish.get(i)))
          .as(commands[i])
          .isEqualTo(withoutTimes(inEnglish.get(i)));
    }
    List<Path> written = filesIn(english);
    assertThat(filesIn(turkish)).isEqualTo(written);
    assertThat(written).hasSizeGreaterThan(30);
    for (Path file : written) {
      if (file.endsWith("run.json")) {
        assertThat(linesWithoutTimes(turkish.resolve(file)))
            .isEqualTo(linesWithoutTimes(english.resolve(file)));
      } else {
        assertThat(turkish.resolve(file)).hasSameBinaryContentAs(english.resolve(file));
      }
    }
  }

  private static List<String> linesWithoutTimes(Path record) throws IOException {
    return Files.readAllLines(record).stream()
        .filter(line -> !line.matches(" *\"(started|wallSeconds|imagesPerSecond)\".*"))
        .toList();
  }

  private static String withoutTimes(String said) {
    return said.replaceAll("\\d+ images/s|\\d+:\\d+ (left|minutes)|(completed|finished) +\\d+", "");
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(
          files.filter(Files::isRegularFile).map(folder::relativize).sorted().toList());
    }
  }
}
