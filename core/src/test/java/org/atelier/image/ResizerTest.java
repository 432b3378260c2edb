package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.random.CounterRandom;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class ResizerTest {
  /** Of all resamplings that the case has, those that smooth before they shrink. */
  @ParameterizedTest
  @GoldenCases(family = "ops", source = "torch/nn", symbol = "functional.interpolate")
  void result_is_that_of_pytorch(Golden golden) {
    JsonObject operations = golden.constructor().getAsJsonObject("operations");
    int compared = 0;
    for (String operation : operations.keySet()) {
      JsonObject described = operations.getAsJsonObject(operation);
      String call = described.get("call").getAsString();
      if (call.contains("antialias=True")) {
        Resizer resizer = call.contains("bicubic") ? Resizer.BICUBIC : Resizer.BILINEAR;
        Shape size = golden.tensor("output." + operation).shape();
        List<Picture> given = channels(golden, described.get("input").getAsString());
        List<Picture> expected = channels(golden, "output." + operation);
        for (int i = 0; i < given.size(); i++) {
          Picture result = resizer.resize(given.get(i), (int) size.get(2), (int) size.get(3));
          assertThat(result.values())
              .as(operation)
              .usingComparatorWithPrecision(1e-5f)
              .containsExactly(expected.get(i).values());
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(1);
  }

  @Test
  void same_size_changes_nothing() {
    var random = CounterRandom.of(1);
    var values = new float[10 * 12];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    var picture = new Picture(1, 10, 12, values);

    assertThat(Resizer.BICUBIC.resize(picture, picture.height(), picture.width()))
        .isEqualTo(picture);
    // One side alone: the other is left as it is, so what each row has in common stays.
    var rows = new float[10 * 12];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = values[i % 12];
    }
    var alike = new Picture(1, 10, 12, rows);
    var tall = Resizer.BICUBIC.resize(alike, 30, 12);
    for (int i = 0; i < tall.values().length; i++) {
      assertThat(tall.values()[i]).isCloseTo(values[i % 12], within(1e-5f));
    }
  }

  @Test
  void colour_of_invisible_pixels_does_not_bleed() {
    // A red pixel, and an invisible green one.
    var picture = new Picture(4, 1, 2, new float[] {1, -1, -1, 1, -1, -1, 1, -1});

    var half = Resizer.BILINEAR.resize(picture, 1, 1);

    assertThat(half.values()).containsExactly(1, -1, -1, 0);
  }

  @Test
  void centre_is_cut_out() {
    var picture = new Picture(1, 1, 5, new float[] {0, 1, 2, 3, 4});

    assertThat(Resizer.centreCrop(picture, 1, 3).values()).containsExactly(1, 2, 3);
    assertThat(Resizer.centreCrop(picture, 1, 2).values()).containsExactly(1, 2);
    assertThatThrownBy(() -> Resizer.centreCrop(picture, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot crop 2×2 pixels from a picture of 1×5");
  }

  /** Each channel of (N, C, H, W) alone: two would be grey and alpha. */
  private static List<Picture> channels(Golden golden, String tensor) {
    Shape shape = golden.tensor(tensor).shape();
    float[] all = golden.tensor(tensor).toFloats();
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    var channels = new ArrayList<Picture>();
    for (int from = 0; from < all.length; from += height * width) {
      channels.add(
          new Picture(1, height, width, Arrays.copyOfRange(all, from, from + height * width)));
    }
    return channels;
  }
}
