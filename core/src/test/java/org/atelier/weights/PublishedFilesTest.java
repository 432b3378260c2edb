package org.atelier.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Files as well-known projects published them, in the folder that -Datelier.weights names; its
 * README has the numbers.
 */
@EnabledIf("isThere")
class PublishedFilesTest {
  /** Tensors, elements and the first name; the README's, and for the smaller files the files'. */
  private static final Map<String, List<Object>> CONTENTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("carn/carn_m.pth", List.of(58, 414811L, "sub_mean.shifter.weight")),
              Map.entry("collab16x/5SE.pth", List.of(38, 964188L, "model.conv0.weight")),
              Map.entry("collab16x/5SD.pth", List.of(26, 810003L, "model.conv51.weight")),
              Map.entry(
                  "microast/content_encoder.pth", List.of(18, 157792L, "enc1.0.conv_layer.weight")),
              Map.entry(
                  "microast/style_encoder.pth", List.of(18, 157792L, "enc1.0.conv_layer.weight")),
              Map.entry("microast/modulator.pth", List.of(8, 2560L, "weight1.0.conv_layer.weight")),
              Map.entry(
                  "microast/decoder.pth", List.of(18, 153843L, "dec1.conv1.conv_layer.weight")),
              Map.entry("ntire2022/imdn_baseline.pth", List.of(86, 893936L, "model.0.weight")),
              Map.entry("ntire2022/team04_rlfn.pth", List.of(78, 317218L, "fea_conv.weight")),
              Map.entry(
                  "realesrgan/realesr-animevideov3.pth",
                  List.of(53, 621424L, "params.body.0.weight"))));

  private static final Pattern LPIPS =
      Pattern.compile(
          "\\| (lpips/\\w+\\.pth) \\| (\\S+) \\| \\[([^]]+)] \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");

  private static Path folder() {
    return Path.of(System.getProperty("atelier.weights", ""));
  }

  static boolean isThere() {
    return Files.isRegularFile(folder().resolve("README.md"));
  }

  @TestFactory
  Stream<DynamicTest> every_file_has_the_tensors_of_the_readme() {
    return CONTENTS.entrySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey(),
                    () -> {
                      var tensors = PyTorchCheckpoint.read(folder().resolve(file.getKey()));
                      long elements =
                          tensors.values().stream().mapToLong(t -> t.shape().size()).sum();
                      assertThat(
                              List.<Object>of(
                                  tensors.size(), elements, tensors.keySet().iterator().next()))
                          .isEqualTo(file.getValue());
                    }));
  }

  @Test
  void every_file_is_read_and_finite() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pth")).toList()) {
        for (Map.Entry<String, HostTensor> tensor :
            CheckpointContents.read(file).tensors().entrySet()) {
          tensor.getValue().requireFinite(file, tensor.getKey());
        }
      }
    }
  }

  @Test
  void the_heads_of_lpips_have_the_values_of_the_readme() throws IOException {
    int compared = 0;
    for (String line : Files.readAllLines(folder().resolve("README.md"))) {
      var row = LPIPS.matcher(line);
      if (!row.matches()) {
        continue;
      }
      HostTensor tensor = PyTorchCheckpoint.read(folder().resolve(row.group(1))).get(row.group(2));
      double[] shape = numbers(row.group(3));
      assertThat(Arrays.stream(tensor.shape().getShape()).asDoubleStream().toArray())
          .isEqualTo(shape);
      double[] values = tensor.toDoubles();
      assertThat(Arrays.copyOf(values, 4)).containsExactly(numbers(row.group(4)), within(1e-8));
      assertThat(values[values.length - 1]).isCloseTo(numbers(row.group(5))[0], within(1e-8));
      assertThat(Arrays.stream(values).sum()).isCloseTo(numbers(row.group(6))[0], within(1e-5));
      compared++;
    }
    assertThat(compared).isEqualTo(17);
  }

  private static double[] numbers(String list) {
    return Arrays.stream(list.split(",")).mapToDouble(n -> Double.parseDouble(n.strip())).toArray();
  }
}
