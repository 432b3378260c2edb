package org.atelier.translation.dream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.atelier.model.network.Network;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Sequential;
import org.atelier.optim.Sgd;
import org.atelier.random.CounterRandom;
import org.atelier.sound.GriffinLim;
import org.atelier.sound.LogMelOptions;
import org.atelier.sound.Sound;
import org.junit.jupiter.api.Test;

class SoundDreamTest {
  @Test
  void a_feature_of_the_spectrogram_grows_and_long_sounds_stay_whole() {
    var layers =
        Sequential.of(Conv2d.of(4, 4).withStride(2).withPadding(1), Activation.leakyRelu(0.2));
    try (var network = new Network("ear", layers, Sgd.of(1e-3), new Shape(1, 64, 64))) {
      network.initialize(1, Device.cpu());
      int before = network.managedArrays();
      var values = new ArrayList<Double>();
      var dreamer =
          new ClassicDream(
              DreamFeatures.of(network, 1, List.of("1")),
              new LayerEnergy("1"),
              SoundDream.classic().withOctaves(new Octaves(1, 1.4, 5)));
      var samples = CounterRandom.of(3).gaussians(20_000);
      for (int i = 0; i < samples.length; i++) {
        samples[i] *= 0.1f * (float) Math.exp(-i / 6000.0);
      }
      var dream =
          new SoundDream(dreamer, LogMelOptions.defaults(), GriffinLim.defaults().withRounds(2));

      SoundDream.Dreamt dreamt =
          dream.of(
              new Sound(16_000, samples),
              1,
              (done, steps, value, preview) -> {
                values.add(value);
                return true;
              });

      assertThat(values).hasSize(5).isSorted();
      assertThat(dreamt.before().width()).isEqualTo(80);
      assertThat(dreamt.after()).isNotEqualTo(dreamt.before());
      assertThat(dreamt.sound().samples()).hasSize(79 * 256);
      assertThat(network.managedArrays()).isEqualTo(before);
    }
  }
}
