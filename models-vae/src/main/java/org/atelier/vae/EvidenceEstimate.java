package org.atelier.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.model.Gaussian;
import org.atelier.random.CounterRandom;

/** Draws codes, part by part, and keeps sums in float64: memory does not grow with the draws. */
final class EvidenceEstimate {
  private final GaussianAutoencoder<?> model;
  private final EvidenceOptions options;

  EvidenceEstimate(GaussianAutoencoder<?> model, EvidenceOptions options) {
    this.model = model;
    this.options = options;
  }

  /**
   * The evidence of some examples.
   *
   * @param first the number of the first one
   */
  List<Evidence> of(NDArray examples, NDList conditions, long first) {
    model.likelihood().expectFit(examples);
    int count = Math.toIntExact(examples.getShape().get(0));
    List<CounterRandom> randoms =
        IntStream.range(0, count).mapToObj(i -> options.random(first + i).fork(0)).toList();
    var sums = new Sum[count];
    for (int i = 0; i < count; i++) {
      sums[i] = new Sum();
    }
    return Gradients.withoutRecording(
        () -> {
          Gaussian posterior = model.encode(examples, conditions);
          int each = Math.max(1, options.decodedAtOnce() / count);
          for (int done = 0; done < options.samples(); done += each) {
            int draws = Math.min(each, options.samples() - done);
            try (NDManager scratch = examples.getManager().newSubManager()) {
              add(new Part(examples, conditions, posterior, draws, scratch), randoms, sums);
            }
          }
          float[] divergences = posterior.klToStandard().toFloatArray();
          var evidence = new ArrayList<Evidence>();
          for (int i = 0; i < count; i++) {
            evidence.add(sums[i].evidence(divergences[i], options.samples()));
          }
          return evidence;
        });
  }

  /** Some draws of every example. */
  private record Part(
      NDArray examples, NDList conditions, Gaussian posterior, int draws, NDManager scratch) {
    /** (N, …) to (draws·N, …), in the part's own manager. */
    NDArray repeated(NDArray array) {
      NDArray alias = array.stopGradient();
      alias.attach(scratch);
      return GaussianAutoencoder.repeated(alias, draws);
    }
  }

  private void add(Part part, List<CounterRandom> randoms, Sum[] sums) {
    Gaussian posterior = inScratch(part);
    int latent = Math.toIntExact(posterior.mean().getShape().get(1));
    int count = sums.length;
    NDArray noise = noise(randoms, part.draws(), latent, part.scratch());
    NDArray codes = posterior.sample(noise);
    float[] logPosterior = posterior.logDensity(codes).toFloatArray();
    NDArray rows = codes.reshape((long) part.draws() * count, latent);
    float[] logPrior = Gaussian.logStandardDensity(rows).toFloatArray();
    var told = new NDList();
    part.conditions().forEach(condition -> told.add(part.repeated(condition)));
    NDArray numbers = model.numbers(rows, told);
    float[] logLikelihood =
        model.likelihood().logDensity(part.repeated(part.examples()), numbers).toFloatArray();
    for (int i = 0; i < logLikelihood.length; i++) {
      sums[i % count].add(logLikelihood[i], (double) logPrior[i] - logPosterior[i]);
    }
  }

  /** The same distributions, whose results die with the part. */
  private static Gaussian inScratch(Part part) {
    NDArray mean = part.posterior().mean().stopGradient();
    NDArray logVariance = part.posterior().logVariance().stopGradient();
    mean.attach(part.scratch());
    logVariance.attach(part.scratch());
    return new Gaussian(mean, logVariance);
  }

  /** (draws, N, latent): each example's from its own generator, whatever is drawn at once. */
  private static NDArray noise(
      List<CounterRandom> randoms, int draws, int latent, NDManager scratch) {
    int count = randoms.size();
    var values = new float[draws * count * latent];
    for (int i = 0; i < count; i++) {
      float[] own = randoms.get(i).gaussians(draws * latent);
      for (int s = 0; s < draws; s++) {
        System.arraycopy(own, s * latent, values, (s * count + i) * latent, latent);
      }
    }
    return HostValues.toArray(scratch, values, new Shape(draws, count, latent));
  }

  /** Of one example: Σ ln p(x | z), and Σ w as e^greatest · scaled. */
  private static final class Sum {
    private double logLikelihoods;
    private double greatest = Double.NEGATIVE_INFINITY;
    private double scaled;

    void add(double logLikelihood, double logRatio) {
      logLikelihoods += logLikelihood;
      double logWeight = logLikelihood + logRatio;
      if (logWeight > greatest) {
        scaled = scaled * Math.exp(greatest - logWeight) + 1;
        greatest = logWeight;
      } else {
        scaled += Math.exp(logWeight - greatest);
      }
    }

    Evidence evidence(double divergence, int samples) {
      double logLikelihood = greatest + Math.log(scaled / samples);
      return new Evidence(logLikelihoods / samples, divergence, logLikelihood);
    }
  }
}
