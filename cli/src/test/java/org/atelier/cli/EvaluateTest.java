package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;
import static org.atelier.cli.CommandLineRun.trainTiny;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Pictures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateTest {
  private static final int COUNT = 12;

  @TempDir static Path shared;

  private static Path run;
  private static Path clothes;
  private static Path others;

  @TempDir Path temp;

  @BeforeAll
  static void prepare() throws IOException {
    run = shared.resolve("run");
    trainTiny(run, "--steps", 1);
    clothes = folder("clothes", 0);
    others = folder("others", COUNT);
  }

  private static Path folder(String name, int first) throws IOException {
    Path folder = Files.createDirectory(shared.resolve(name));
    for (int i = 0; i < COUNT; i++) {
      Pictures.write(
          FashionMnist.embedded().picture(first + i), folder.resolve("%02d.png".formatted(i)));
    }
    return folder;
  }

  @Test
  void compares_samples_with_data_and_keeps_what_it_measured() throws IOException {
    Path report = temp.resolve("report.json");
    Path reference = temp.resolve("clothes.safetensors");
    var first =
        atelier(
            "evaluate",
            "--model",
            run,
            "--data",
            clothes,
            "--count",
            COUNT,
            "--save-reference",
            reference,
            "--out",
            report);

    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains("reference 12/12", "generated 12/12", "the dcgan in")
        .containsPattern("feature distance +\\d+\\.\\d+ +\\(lower is better\\)")
        .contains("kernel distance", "precision", "recall", "density", "coverage")
        .contains("MobileNetV2", "to 128×128", "28×28×1");
    assertThat(report)
        .content()
        .contains("\"metric\": \"feature distance\"", "\"generatedCount\": 12", "\"networkHash\"");

    var again =
        atelier(
            "evaluate",
            "--model",
            run,
            "--count",
            COUNT,
            "--reference",
            reference,
            "--compare",
            report,
            "--metrics",
            "kernel");

    assertThat(again.err()).isEmpty();
    assertThat(again.out()).contains("+0.0000 than before").doesNotContain("feature distance");
  }

  @Test
  void samples_of_a_mixture_are_judged_beside_those_of_the_prior() {
    Path vae = temp.resolve("vae");
    Path prior = temp.resolve("prior.json");
    assertThat(TinyModels.train("vae", vae, "--units", 6).code()).isZero();

    var ofPrior =
        atelier(
            "evaluate",
            "--model",
            vae,
            "--data",
            clothes,
            "--count",
            COUNT,
            "--metrics",
            "kernel",
            "--out",
            prior);
    var ofMixture =
        atelier(
            "evaluate",
            "--model",
            vae,
            "--data",
            clothes,
            "--count",
            COUNT,
            "--metrics",
            "kernel",
            "--mixture",
            2,
            "--compare",
            prior);

    assertThat(ofPrior.err()).isEmpty();
    assertThat(ofMixture.err()).isEmpty();
    assertThat(ofMixture.out())
        .contains("from a mixture of 2", "than before")
        .doesNotContain("+0.0000 than before");
  }

  @Test
  void refuses_a_report_of_other_counts_before_it_computes() throws IOException {
    Path report = temp.resolve("report.json");
    atelier("evaluate", clothes, others, "--metrics", "distance", "--out", report);

    var refused = atelier("evaluate", clothes, others, "--count", 10, "--compare", report);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains("number of generated pictures");
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void a_folder_is_at_no_distance_from_itself_and_at_some_from_another() {
    var same = atelier("evaluate", clothes, clothes, "--metrics", "distance");
    var different = atelier("evaluate", clothes, others, "--metrics", "distance");

    assertThat(same.err()).isEmpty();
    assertThat(same.out()).containsPattern("feature distance +0\\.000");
    assertThat(different.out()).containsPattern("feature distance +\\d*[1-9]\\d*\\.");
  }

  @Test
  void refuses_damaged_statistics() throws IOException {
    Path reference = temp.resolve("reference.safetensors");
    atelier("evaluate", clothes, others, "--metrics", "distance", "--save-reference", reference);
    byte[] bytes = Files.readAllBytes(reference);
    bytes[bytes.length - 5] ^= 4;
    Files.write(reference, bytes);

    var refused = atelier("evaluate", others, "--reference", reference);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).hasLineCount(1).contains("checksum");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|Expected --model and --data, or two folders",
        "CLOTHES|Expected one reference",
        "--model RUN|Expected one reference",
        "--model RUN CLOTHES OTHERS|Expected --model and --data, or two folders",
        "--model RUN --data no-such|there is no no-such",
        "--model RUN --data CLOTHES --count 3|--count must be from 10 to",
        "--model RUN --data CLOTHES --out x.txt|--out expects a name that ends with .json",
        "--model RUN --data CLOTHES --compare no.json|there is no file no.json",
        "--model RUN --data CLOTHES --metrics speed|--metrics expects distance, kernel, precision or score",
        "--model RUN --data CLOTHES --count 10 --metrics score|has no class probabilities",
        "CLOTHES no-such|FOLDER expects a folder of pictures or an embedded data set, but there is no folder no-such",
        "CLOTHES OTHERS --classifier RUN|--classifier expects a run of a model with a classifier",
        "CLOTHES OTHERS --inception no.pth|no.pth",
      })
  void refuses_in_one_sentence(String arguments, String sentence) {
    var all = new ArrayList<Object>(List.of("evaluate"));
    for (String argument : arguments == null ? new String[0] : arguments.split(" ")) {
      all.add(
          argument
              .replace("CLOTHES", clothes.toString())
              .replace("OTHERS", others.toString())
              .replace("RUN", run.toString()));
    }

    var refused = atelier(all.toArray());

    assertThat(refused.err()).hasLineCount(1).startsWith("atelier: ").contains(sentence);
    assertThat(refused.code()).isEqualTo(2);
  }
}
