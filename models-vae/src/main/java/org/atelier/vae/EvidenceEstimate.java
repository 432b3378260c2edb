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
import org.atelier.model.capability.Evidence;
import org.atelier.model.capability.EvidenceOptions;
import org.atelier.model.network.Gaussian;
import org.atelier.random.CounterRandom;

/**
 * Importance-weighted estimates of the evidence. Samples are decoded in batches and accumulated in
 * float64, so that the memory does not grow with their number.
 */
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
   * @param first the index of the first one in the data
   */
  List<Evidence> of(NDArray examples, NDList conditions, long first) {
    model.likelihood().expectSupport(examples);
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
          int each = Math.max(1, options.batchSize() / count);
          for (int done = 0; done < options.samples(); done += each) {
            int samples = Math.min(each, options.samples() - done);
            try (NDManager scratch = examples.getManager().newSubManager()) {
              add(new Part(examples, conditions, posterior, samples, scratch), randoms, sums);
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

  /** Some samples of every example. */
  private record Part(
      NDArray examples, NDList conditions, Gaussian posterior, int samples, NDManager scratch) {
    /** (N, …) to (samples·N, …), in the part's own manager. */
    NDArray repeated(NDArray array) {
      NDArray alias = array.stopGradient();
      alias.attach(scratch);
      return GaussianAutoencoder.repeated(alias, samples);
    }
  }

  private void add(Part part, List<CounterRandom> randoms, Sum[] sums) {
    Gaussian posterior = inScratch(part);
    int latent = Math.toIntExact(posterior.mu().getShape().get(1));
    int count = sums.length;
    NDArray noise = noise(randoms, part.samples(), latent, part.scratch());
    NDArray z = posterior.sample(noise);
    float[] logPosterior = posterior.logDensity(z).toFloatArray();
    NDArray rows = z.reshape((long) part.samples() * count, latent);
    float[] logPrior = Gaussian.logStandardDensity(rows).toFloatArray();
    var conditions = new NDList();
    part.conditions().forEach(condition -> conditions.add(part.repeated(condition)));
    NDArray parameters = model.likelihoodParameters(rows, conditions);
    float[] logLikelihood =
        model.likelihood().logDensity(part.repeated(part.examples()), parameters).toFloatArray();
    for (int i = 0; i < logLikelihood.length; i++) {
      sums[i % count].add(logLikelihood[i], (double) logPrior[i] - logPosterior[i]);
    }
  }

  /** The posteriors in the manager of the part, with which all results are closed. */
  private static Gaussian inScratch(Part part) {
    NDArray mu = part.posterior().mu().stopGradient();
    NDArray logVar = part.posterior().logVar().stopGradient();
    mu.attach(part.scratch());
    logVar.attach(part.scratch());
    return new Gaussian(mu, logVar);
  }

  /** (samples, N, latent): each example's from its own generator, whatever the batch size. */
  private static NDArray noise(
      List<CounterRandom> randoms, int samples, int latent, NDManager scratch) {
    int count = randoms.size();
    var values = new float[samples * count * latent];
    for (int i = 0; i < count; i++) {
      float[] own = randoms.get(i).gaussians(samples * latent);
      for (int s = 0; s < samples; s++) {
        System.arraycopy(own, s * latent, values, (s * count + i) * latent, latent);
      }
    }
    return HostValues.toArray(scratch, values, new Shape(samples, count, latent));
  }

  /** Sums of one example: Σ ln p(x | z), and Σ w as e^greatest · scaled (log-sum-exp). */
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
