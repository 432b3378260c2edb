package org.atelier.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Vectors;
import org.atelier.engine.HostValues;
import org.atelier.engine.Layout;
import org.atelier.model.capability.Evidence;
import org.atelier.model.capability.EvidenceOptions;
import org.atelier.model.network.Decoder;
import org.atelier.model.network.Encoder;
import org.atelier.model.network.Network;
import org.atelier.nn.Linear;
import org.atelier.nn.Parallel;
import org.atelier.optim.Adam;
import org.atelier.random.CounterRandom;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Estimates against the one model whose numbers are known: z ~ N(0, I), x | z ~ N(Wz + b, s²I), so
 * x ~ N(b, WWᵀ + s²I). W has orthogonal columns of lengths a and c, so that the posterior's
 * covariance is diagonal: with g = |w|² / s², N(w·(x − b) / (s²(1 + g)), 1 / (1 + g)).
 *
 * <p>The model is of vectors and of the caller's own networks.
 */
class EvidenceTest {
  private static final int FEATURES = 4;
  private static final double S = 0.5;
  private static final double[][] W = {{0.6, 0.3}, {0.6, -0.3}, {0.6, 0.3}, {0.6, -0.3}};
  private static final double[] B = {0.1, -0.2, 0.3, 0};
  private static final double[] SQUARED = {4 * 0.36, 4 * 0.09};
  private static final int EXAMPLES = 20;

  private final Vae vae = linear();
  private final List<float[]> vectors = new ArrayList<>();
  private final TrainingData<Vectors> data;

  EvidenceTest() {
    var random = CounterRandom.of(11);
    for (int n = 0; n < EXAMPLES; n++) {
      double z0 = random.nextGaussian();
      double z1 = random.nextGaussian();
      var x = new float[FEATURES];
      for (int i = 0; i < FEATURES; i++) {
        x[i] = (float) (W[i][0] * z0 + W[i][1] * z1 + B[i] + S * random.nextGaussian());
      }
      vectors.add(x);
    }
    data = Vectors.of(vectors);
  }

  private static Vae linear() {
    var encoder =
        new Encoder(
            new Shape(FEATURES), Parallel.of(Linear.of(2), Linear.of(2)), Adam.of(1e-3, 0.9));
    var decoder = new Decoder(new Shape(2), Linear.of(FEATURES), Adam.of(1e-3, 0.9));
    var options = AutoencoderOptions.defaults().withLikelihood(Normal.of(S));
    return new Vae(encoder, decoder, VaeOptions.defaults().withAutoencoder(options));
  }

  @BeforeEach
  void initialise() {
    vae.setDevice(Device.cpu());
    vae.initialize(0);
    var w = new float[2 * FEATURES];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) W[i / 2][i % 2];
    }
    set(vae.decoder(), "weight", w);
    set(vae.decoder(), "bias", floats(B));
  }

  @AfterEach
  void free() {
    vae.close();
  }

  private static float[] floats(double... values) {
    var floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void set(Network network, String name, float[] values) {
    NDArray parameter = network.parameters().get(name);
    try (NDManager scratch = NDManager.newBaseManager(Device.cpu())) {
      Layout.copyInto(parameter, HostValues.toArray(scratch, values, parameter.getShape()));
    }
  }

  /** An encoder that gives the posterior, its mean moved and its variance changed by factors. */
  private void setEncoder(double shift, double factor) {
    var weight = new float[2 * FEATURES];
    var bias = new float[2];
    var logVariance = new float[2];
    for (int j = 0; j < 2; j++) {
      double precision = 1 + SQUARED[j] / (S * S);
      double offset = shift;
      for (int i = 0; i < FEATURES; i++) {
        double slope = W[i][j] / (S * S * precision);
        weight[j * FEATURES + i] = (float) slope;
        offset -= slope * B[i];
      }
      bias[j] = (float) offset;
      logVariance[j] = (float) Math.log(factor / precision);
    }
    set(vae.encoder(), "0.weight", weight);
    set(vae.encoder(), "0.bias", bias);
    set(vae.encoder(), "1.weight", new float[2 * FEATURES]);
    set(vae.encoder(), "1.bias", logVariance);
  }

  /** ln N(x; b, WWᵀ + s²I), by the eigenvectors of the covariance: W's columns, and the rest. */
  private static double logLikelihood(float[] x) {
    double rest = 0;
    double value = -0.5 * FEATURES * Math.log(2 * Math.PI);
    for (int i = 0; i < FEATURES; i++) {
      rest += (x[i] - B[i]) * (x[i] - B[i]);
    }
    for (int j = 0; j < 2; j++) {
      double along = 0;
      for (int i = 0; i < FEATURES; i++) {
        along += W[i][j] / Math.sqrt(SQUARED[j]) * (x[i] - B[i]);
      }
      double variance = SQUARED[j] + S * S;
      value -= 0.5 * (Math.log(variance) + along * along / variance);
      rest -= along * along;
    }
    return value - 0.5 * ((FEATURES - 2) * Math.log(S * S) + rest / (S * S));
  }

  /** KL(q ‖ posterior) for the encoder of {@link #setEncoder}. */
  private static double gap(double shift, double factor) {
    double gap = 0;
    for (int j = 0; j < 2; j++) {
      double precision = 1 + SQUARED[j] / (S * S);
      gap += 0.5 * (factor - 1 - Math.log(factor) + shift * shift * precision);
    }
    return gap;
  }

  @Test
  void with_the_true_posterior_every_estimate_is_the_likelihood_itself() throws IOException {
    setEncoder(0, 1);
    List<Evidence> evidence = vae.evidence(data, EvidenceOptions.defaults().withSamples(3));
    for (int n = 0; n < EXAMPLES; n++) {
      assertThat(evidence.get(n).logLikelihood())
          .isCloseTo(logLikelihood(vectors.get(n)), within(2e-5));
    }
  }

  @Test
  void the_bound_is_below_the_likelihood_by_the_divergence_from_the_posterior() throws IOException {
    double shift = 0.1;
    double factor = 0.7;
    setEncoder(shift, factor);
    var options = EvidenceOptions.defaults().withSamples(40_000).withBatchSize(40_000);
    Evidence mean = Evidence.mean(vae.evidence(data, options));
    double expected =
        vectors.stream().mapToDouble(EvidenceTest::logLikelihood).average().orElseThrow();
    // Four digits.
    double digits = 5e-4 * Math.abs(expected);
    assertThat(mean.elbo()).isCloseTo(expected - gap(shift, factor), within(digits));
    assertThat(gap(shift, factor)).isGreaterThan(5 * digits);
  }

  @Test
  void two_hundred_weighted_draws_come_within_four_digits_of_the_likelihood() throws IOException {
    setEncoder(0.02, 1.05);
    Evidence mean = Evidence.mean(vae.evidence(data, EvidenceOptions.defaults()));
    double expected =
        vectors.stream().mapToDouble(EvidenceTest::logLikelihood).average().orElseThrow();
    assertThat(mean.logLikelihood()).isCloseTo(expected, within(5e-4 * Math.abs(expected)));
  }

  @Test
  void what_is_decoded_at_once_changes_nothing_but_the_memory() throws IOException {
    setEncoder(0.1, 0.7);
    var options = EvidenceOptions.defaults().withSamples(7);
    List<Evidence> whole = vae.evidence(data, options);
    for (int atOnce : new int[] {1, 5, 17}) {
      List<Evidence> parts = vae.evidence(data, options.withBatchSize(atOnce));
      assertThat(parts).hasSameSizeAs(whole);
      for (int n = 0; n < EXAMPLES; n++) {
        assertThat(parts.get(n).logLikelihood())
            .isCloseTo(whole.get(n).logLikelihood(), within(1e-5));
        assertThat(parts.get(n).elbo()).isCloseTo(whole.get(n).elbo(), within(1e-5));
      }
    }
  }
}
