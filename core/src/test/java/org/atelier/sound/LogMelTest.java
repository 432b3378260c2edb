package org.atelier.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Locale;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogMelTest {
  private static final int RATE = 16_000;
  private static final int WINDOW = 1024;
  private static final int HOP = 256;
  private static final int SAMPLES = 63 * HOP;

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 64, 300, 511})
  void a_sine_at_a_bin_s_frequency_is_in_that_bin_and_half_as_large_beside_it(int bin) {
    float[][] magnitudes = magnitudes(sine((double) bin * RATE / WINDOW, 0.5));

    // Away from the ends, where mirroring breaks the sine.
    for (int frame = 4; frame < 60; frame++) {
      assertThat(magnitudes[bin][frame]).isCloseTo(0.5f, within(2e-3f));
      if (bin > 1 && bin < 511) {
        assertThat(magnitudes[bin - 1][frame]).isCloseTo(0.25f, within(2e-3f));
        assertThat(magnitudes[bin + 1][frame]).isCloseTo(0.25f, within(2e-3f));
      }
      for (int other = 0; other < magnitudes.length; other++) {
        if (Math.abs(other - bin) > 2) {
          assertThat(magnitudes[other][frame]).isLessThan(1e-4f);
        }
      }
    }
  }

  @Test
  void the_transform_is_the_sum_that_defines_it() {
    float[] wave = noise(SAMPLES, 1);
    float[][] magnitudes = magnitudes(wave);
    int frame = 20;
    for (int bin : new int[] {0, 3, 100, 512}) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < WINDOW; i++) {
        double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW);
        double value = hann * wave[frame * HOP - WINDOW / 2 + i];
        re += value * Math.cos(2 * Math.PI * bin * i / WINDOW);
        im -= value * Math.sin(2 * Math.PI * bin * i / WINDOW);
      }
      double expected = Math.hypot(re, im) * 4 / WINDOW;
      assertThat((double) magnitudes[bin][frame]).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void the_frames_hold_the_energy_of_what_the_window_saw() {
    float[] wave = noise(SAMPLES, 2);
    float[][] magnitudes = magnitudes(wave);
    int frame = 30;
    double seen = 0;
    for (int i = 0; i < WINDOW; i++) {
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW);
      seen += Math.pow(hann * wave[frame * HOP - WINDOW / 2 + i], 2);
    }
    double sum = 0;
    for (int bin = 0; bin <= WINDOW / 2; bin++) {
      // Parseval: every bin but the first and last stands for two of the whole transform.
      int twice = bin == 0 || bin == WINDOW / 2 ? 1 : 2;
      sum += twice * Math.pow(magnitudes[bin][frame] * WINDOW / 4, 2) / WINDOW;
    }
    assertThat(sum).isCloseTo(seen, within(1e-4 * seen));
  }

  @Test
  void filters_are_triangles_evenly_spaced_on_the_mel_scale() {
    assertThat(MelFilters.mel(1000)).isCloseTo(999.99, within(0.01));
    assertThat(MelFilters.hertz(MelFilters.mel(440))).isCloseTo(440, within(1e-9));
    var options = LogMelOptions.defaults();
    float[] filters = MelFilters.matrix(options);
    double step = MelFilters.mel(8000) / 65;
    for (int band = 0; band < 64; band++) {
      float[] row = Arrays.copyOfRange(filters, (63 - band) * 513, (64 - band) * 513);
      for (int bin = 0; bin < 513; bin++) {
        double f = bin * 15.625;
        boolean within =
            f > MelFilters.hertz(band * step) && f < MelFilters.hertz((band + 2) * step);
        assertThat(row[bin] > 0).as("band %s at %s Hz", band, f).isEqualTo(within);
      }
    }
    // Between the first centre and the last, the weights of neighbours add up to 1.
    for (int bin = 3; bin < 490; bin++) {
      float sum = 0;
      for (int row = 0; row < 64; row++) {
        sum += filters[row * 513 + bin];
      }
      assertThat(sum).isCloseTo(1, within(1e-5f));
    }
  }

  @Test
  void a_sine_is_brightest_in_its_band_at_its_level() {
    var options = LogMelOptions.defaults();
    int band = 30;
    double centre = MelFilters.hertz((band + 1) * MelFilters.mel(8000) / 65);
    Picture picture = new LogMel(options).picture(new Sound(RATE, sine(centre, 0.1)));

    assertThat(picture.channels()).isEqualTo(1);
    assertThat(picture.height()).isEqualTo(64);
    assertThat(picture.width()).isEqualTo(64);
    for (int x = 4; x < 60; x++) {
      int brightest = 0;
      for (int y = 0; y < 64; y++) {
        brightest =
            picture.values()[y * 64 + x] > picture.values()[brightest * 64 + x] ? y : brightest;
      }
      assertThat(brightest).isEqualTo(63 - band);
      double decibels = (picture.values()[brightest * 64 + x] + 1) / 2 * 90 - 80;
      // Of the main lobe, about 2 in all, the triangle takes most: -20 dB and up to 6 more.
      assertThat(decibels).isBetween(-18.0, -14.0);
    }
  }

  @Test
  void silence_is_black_and_black_is_silence() {
    var logMel = new LogMel(LogMelOptions.defaults());
    Picture picture = logMel.picture(new Sound(RATE, new float[10]));

    assertThat(picture.values()).containsOnly(-1);
    assertThat(logMel.sound(picture, GriffinLim.defaults().withRounds(2), 0).peak()).isZero();
  }

  @Test
  void a_tenth_of_the_level_is_twenty_decibels_darker() {
    var logMel = new LogMel(LogMelOptions.defaults());
    float[] wave = noise(SAMPLES, 3);
    float[] loud = logMel.picture(new Sound(RATE, wave)).values();
    for (int i = 0; i < wave.length; i++) {
      wave[i] /= 10;
    }
    float[] quiet = logMel.picture(new Sound(RATE, wave)).values();
    for (int i = 0; i < loud.length; i++) {
      assertThat(loud[i] - quiet[i]).isCloseTo(20f / 45, within(1e-4f));
    }
  }

  @Test
  void the_way_back_finds_magnitudes_with_the_same_bands() {
    var logMel = new LogMel(LogMelOptions.defaults());
    try (var manager = NDManager.newBaseManager()) {
      NDArray picture = logMel.pictures(array(manager, chirp()));
      NDArray magnitudes = logMel.magnitudes(picture);
      assertThat(magnitudes.getShape()).isEqualTo(new Shape(1, 513, 64));
      float[] found = magnitudes.toFloatArray();
      float[] filters = MelFilters.matrix(logMel.options());
      float[] wanted = picture.toFloatArray();
      double squares = 0;
      double all = 0;
      for (int y = 0; y < 64; y++) {
        for (int x = 0; x < 64; x++) {
          double sum = 0;
          for (int bin = 0; bin < 513; bin++) {
            assertThat(found[bin * 64 + x]).isNotNegative();
            sum += filters[y * 513 + bin] * (double) found[bin * 64 + x];
          }
          float value = wanted[y * 64 + x];
          double expected = value <= -1 ? 0 : Math.pow(10, ((value + 1) * 45 - 80) / 20);
          squares += Math.pow(sum - expected, 2);
          all += expected * expected;
        }
      }
      assertThat(Math.sqrt(squares / all)).isLessThan(0.01);
    }
  }

  @Test
  void a_chirp_comes_back_alike_the_more_so_with_momentum() {
    var logMel = new LogMel(LogMelOptions.defaults());
    try (var manager = NDManager.newBaseManager()) {
      NDArray wanted = logMel.stft().magnitudes(array(manager, chirp()));
      double plain = convergence(wanted, GriffinLim.defaults().withMomentum(0), logMel.stft());
      double fast = convergence(wanted, GriffinLim.defaults(), logMel.stft());
      assertThat(fast).isLessThan(0.12).isLessThan(plain);
    }
  }

  @Test
  void the_same_seed_gives_the_same_sound_also_beside_another() {
    var logMel = new LogMel(LogMelOptions.defaults());
    var phases = GriffinLim.defaults().withRounds(4);
    Picture picture = logMel.picture(new Sound(RATE, chirp()));

    Sound sound = logMel.sound(picture, phases, 5);

    assertThat(logMel.sound(picture, phases, 5)).isEqualTo(sound);
    assertThat(logMel.sound(picture, phases, 6)).isNotEqualTo(sound);
    assertThat(sound.samples()).hasSize(SAMPLES);
    assertThat(sound.peak()).isBetween(0.2f, 1f);
  }

  @Test
  void arrays_of_the_way_back_belong_to_the_caller_alone() {
    var logMel = new LogMel(LogMelOptions.defaults());
    try (var manager = NDManager.newBaseManager()) {
      NDArray picture = logMel.pictures(array(manager, chirp()));
      int before = manager.getManagedArrays().size();
      logMel.magnitudes(picture).close();
      logMel.pictures(array(manager, chirp())).close();
      // The chirp itself.
      assertThat(manager.getManagedArrays()).hasSize(before + 1);
    }
  }

  @Test
  void other_sizes_and_rates_fit() {
    var logMel = new LogMel(LogMelOptions.defaults().withMels(32).withFrames(48));
    Picture picture = logMel.picture(new Sound(44_100, noise(20_000, 1)));
    assertThat(picture.height()).isEqualTo(32);
    assertThat(picture.width()).isEqualTo(48);
    assertThat(logMel.sound(picture, GriffinLim.defaults().withRounds(1), 0).samples())
        .hasSize(47 * HOP);
  }

  @Test
  void text_is_the_same_in_any_locale() {
    Locale before = Locale.getDefault();
    float[] expected = thereAndBack();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(thereAndBack()).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  private static float[] thereAndBack() {
    var logMel = new LogMel(LogMelOptions.defaults());
    Picture picture = logMel.picture(new Sound(RATE, chirp()));
    return logMel.sound(picture, GriffinLim.defaults().withRounds(1), 0).samples();
  }

  @Test
  void bad_options_are_refused_in_words() {
    var options = LogMelOptions.defaults();
    assertThatThrownBy(() -> new LogMel(options.withWindow(new LogMelOptions.Window(128, 64))))
        .hasMessageContaining("contains no bin, since bins are 125.0 Hz apart; choose fewer mels");
    assertThatThrownBy(() -> new Stft(1023, 10)).hasMessageContaining("but was 1023");
    assertThatThrownBy(() -> new Stft(1024, 513)).hasMessageContaining("512, but was 513");
    assertThatThrownBy(() -> options.withMels(64).withFrames(2))
        .hasMessageContaining("half a window");
    assertThatThrownBy(() -> new LogMelOptions.Decibels(0, -80)).hasMessageContaining("below");
    assertThatThrownBy(() -> GriffinLim.defaults().withRounds(0)).hasMessageContaining("rounds");
    assertThatThrownBy(() -> GriffinLim.defaults().withMomentum(1))
        .hasMessageContaining("momentum");
    assertThatThrownBy(
            () ->
                new LogMel(options)
                    .sound(new Picture(1, 32, 64, new float[2048]), GriffinLim.defaults(), 0))
        .hasMessageContaining("(N, 1, 64, frames)");
  }

  private static double convergence(NDArray wanted, GriffinLim phases, Stft stft) {
    NDArray reached = stft.magnitudes(phases.sounds(wanted, stft, 1));
    return Math.sqrt(
        reached.sub(wanted).square().sum().getFloat() / wanted.square().sum().getFloat());
  }

  private static float[][] magnitudes(float[] wave) {
    try (var manager = NDManager.newBaseManager()) {
      NDArray magnitudes = new Stft(WINDOW, HOP).magnitudes(array(manager, wave));
      assertThat(magnitudes.getShape()).isEqualTo(new Shape(1, 513, 64));
      float[] flat = magnitudes.toFloatArray();
      var rows = new float[513][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Arrays.copyOfRange(flat, i * 64, (i + 1) * 64);
      }
      return rows;
    }
  }

  private static NDArray array(NDManager manager, float[] wave) {
    return HostValues.toArray(manager, wave, new Shape(1, wave.length));
  }

  private static float[] sine(double hertz, double amplitude) {
    var wave = new float[SAMPLES];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / RATE + 0.3));
    }
    return wave;
  }

  /** From 200 to 3000 Hz in a second. */
  private static float[] chirp() {
    var wave = new float[SAMPLES];
    for (int i = 0; i < wave.length; i++) {
      double t = (double) i / RATE;
      wave[i] = (float) (0.5 * Math.sin(2 * Math.PI * (200 * t + 1400 * t * t)));
    }
    return wave;
  }

  private static float[] noise(int length, long seed) {
    float[] wave = CounterRandom.of(seed).gaussians(length);
    for (int i = 0; i < length; i++) {
      wave[i] *= 0.1f;
    }
    return wave;
  }
}
