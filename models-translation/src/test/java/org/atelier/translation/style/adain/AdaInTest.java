package org.atelier.translation.style.adain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.features.vgg.NormalisedVgg;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.model.Phase;
import org.atelier.model.objective.Step;
import org.atelier.optim.Adam;
import org.atelier.perception.FeatureExtractor;
import org.atelier.random.CounterRandom;
import org.atelier.translation.style.Regions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** AdaIN on a narrow encoder whose decoder has learnt for some steps. */
class AdaInTest {
  private static final List<String> TAPS = List.of("relu1_1", "relu2_1");
  private static final List<Float> LOSSES = new ArrayList<>();

  private static FeatureExtractor encoder;
  private static AdaIn model;
  private static int arraysOfLastStep;
  private static int arraysOfFirstStep;

  private static AdaInOptions options() {
    return AdaInOptions.defaults()
        .withDecoder(new MirrorDecoder(List.of(16, 16), List.of(1, 2)))
        .withChannels(16)
        .withImageSize(32)
        .withOptimizer(Adam.of(3e-3, 0.9));
  }

  @BeforeAll
  static void train() {
    encoder = FeatureExtractor.random(NormalisedVgg.architecture(8), TAPS, Device.cpu());
    model = new AdaIn(options());
    model.setDevice(Device.cpu());
    model.initialize(1);
    assertThatThrownBy(model::phases).hasMessageContaining("encodeWith");
    model.encodeWith(new StyleEncoder(encoder, TAPS));
    Phase<UnpairedImages> phase = model.phases().get(0);
    for (long i = 0; i < 60; i++) {
      try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
        var contents = List.of(picture(32, 32, i), picture(32, 32, i + 100));
        var styles = List.of(picture(32, 32, i + 200), picture(32, 32, i + 300));
        var batch =
            new UnpairedImages(Pictures.toBatch(contents, scope), Pictures.toBatch(styles, scope));
        LOSSES.add(
            phase.learn(new Step<>(i, batch, scope, CounterRandom.of(0))).total().getFloat());
      }
      arraysOfLastStep = model.decoder().managedArrays();
      arraysOfFirstStep = i == 0 ? arraysOfLastStep : arraysOfFirstStep;
    }
  }

  @AfterAll
  static void close() {
    model.close();
    encoder.close();
  }

  private static Picture picture(int height, int width, long seed) {
    var random = CounterRandom.of(seed);
    var values = new float[3 * height * width];
    for (int c = 0; c < 3; c++) {
      double level = random.nextFloat() - 0.5;
      double slope = 0.1 + 0.3 * random.nextFloat();
      for (int i = 0; i < height * width; i++) {
        double wave = Math.sin(slope * (i % width)) * Math.cos(0.2 * (i / width));
        values[c * height * width + i] = (float) (level + 0.4 * wave);
      }
    }
    return new Picture(3, height, width, values).clamped();
  }

  private static double distance(Picture a, Picture b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
      sum += Math.abs(a.values()[i] - b.values()[i]);
    }
    return sum / a.values().length;
  }

  @Test
  void the_decoder_learns_and_leaves_nothing_behind() {
    double before = LOSSES.subList(0, 5).stream().mapToDouble(Float::doubleValue).sum();
    double after = LOSSES.subList(55, 60).stream().mapToDouble(Float::doubleValue).sum();
    assertThat(after).isLessThan(0.75 * before);
    assertThat(arraysOfLastStep).isEqualTo(arraysOfFirstStep);
  }

  @Test
  void the_style_of_the_content_itself_changes_less_than_another_and_nothing_of_its_features() {
    Picture content = picture(32, 48, 7);
    Picture decoded = model.transfer(List.of(Style.of(picture(32, 48, 9))), 0).apply(content);
    Picture identity = model.transfer(List.of(Style.of(content)), 1).apply(content);
    Picture other = model.transfer(List.of(Style.of(picture(32, 48, 9))), 1).apply(content);
    assertThat(distance(identity, decoded)).isLessThan(1e-4);
    assertThat(distance(identity, content)).isLessThan(distance(other, content));
    assertThat(distance(other, decoded)).isGreaterThan(20 * distance(identity, decoded));
  }

  @Test
  void strength_goes_from_the_content_to_the_style() {
    Picture content = picture(32, 32, 7);
    List<Style> style = List.of(Style.of(picture(32, 32, 9)));
    Picture none = model.transfer(style, 0).apply(content);
    Picture half = model.transfer(style, 0.5).apply(content);
    Picture full = model.transfer(style, 1).apply(content);
    assertThat(distance(half, none)).isPositive().isLessThan(distance(full, none));
    assertThatThrownBy(() -> model.transfer(style, 2)).hasMessageContaining("strength");
  }

  @Test
  void several_styles_are_averaged_by_their_shares() {
    Picture content = picture(32, 32, 7);
    Style one = Style.of(picture(32, 32, 9));
    Picture two = picture(24, 40, 10);
    Picture first = model.transfer(List.of(one), 1).apply(content);
    Picture mostly = model.transfer(List.of(one, new Style(two, 0.001, null)), 1).apply(content);
    Picture second = model.transfer(List.of(Style.of(two)), 1).apply(content);
    Picture both = model.transfer(List.of(one, Style.of(two)), 1).apply(content);
    assertThat(distance(mostly, first)).isLessThan(0.01);
    assertThat(distance(both, first)).isLessThan(distance(second, first));
    assertThat(distance(both, second)).isLessThan(distance(second, first));
  }

  @Test
  void each_region_of_the_content_takes_the_style_of_its_colour() {
    Picture content = picture(32, 64, 7);
    Regions halves = Regions.of(halves(32, 64));
    Picture sides = picture(32, 64, 9);
    var style = new Style(sides, 1, Regions.of(halves(32, 64)));
    Picture whole = model.transfer(List.of(Style.of(sides)), 1).apply(content);
    Picture byRegion =
        model.transfer(List.of(style), 1).apply(StyleContent.of(content).withRegions(halves));
    Picture leftAlone =
        model
            .transfer(List.of(Style.of(sides.crop(0, 0, 32, 32))), 1)
            .apply(content.crop(0, 0, 32, 32));
    // Away from the middle, the left is as if it were alone; not so by the whole's moments.
    Picture part = byRegion.crop(4, 4, 24, 20);
    Picture alone = leftAlone.crop(4, 4, 24, 20);
    assertThat(distance(part, alone)).isLessThan(0.3 * distance(whole.crop(4, 4, 24, 20), alone));
    for (float value : byRegion.values()) {
      assertThat(value).isFinite();
    }
  }

  private static Picture halves(int height, int width) {
    var values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % width < width / 2 ? -1 : 1;
    }
    return new Picture(1, height, width, values);
  }

  @Test
  void an_encoder_that_does_not_fit_the_decoder_is_refused() {
    try (var other = new AdaIn(options().withChannels(8))) {
      assertThatThrownBy(() -> other.encodeWith(new StyleEncoder(encoder, TAPS)))
          .hasMessageContaining("8 channels")
          .hasMessageContaining("relu2_1");
    }
  }
}
