package org.atelier.translation.stargan;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.options.OptionChecks;

/**
 * The options of a {@link StarGan}.
 *
 * @param picture the shape of the pictures
 * @param labels the sets of labels; with several sets, each picture has labels of one of them
 * @param networks the architecture of the generator and the discriminator
 * @param losses the weights of the losses
 * @param nCritic n: the discriminator learns in every step, the generator in every n-th ({@code
 *     n_critic})
 * @param optimizer the optimizer of both networks
 */
public record StarGanOptions(
    PictureShape picture,
    List<LabelSet> labels,
    StarGanNetworks networks,
    Losses losses,
    int nCritic,
    Adam optimizer) {
  /**
   * The weights of the losses.
   *
   * @param lambdaCls λ_cls, the weight of the domain-classification losses
   * @param lambdaRec λ_rec, the weight of the reconstruction (cycle-consistency) loss
   * @param lambdaGp λ_gp, the weight of the gradient penalty
   */
  public record Losses(double lambdaCls, double lambdaRec, double lambdaGp) {
    /** Checks every weight. */
    public Losses {
      OptionChecks.notNegative("lambdaCls", lambdaCls);
      OptionChecks.notNegative("lambdaRec", lambdaRec);
      OptionChecks.notNegative("lambdaGp", lambdaGp);
    }

    /** As in the reference: λ_cls = 1, λ_rec = 10, λ_gp = 10. */
    public static Losses defaults() {
      return new Losses(1, 10, 10);
    }

    /** Returns a copy with this weight of the domain-classification losses, at least 0. */
    public Losses withLambdaCls(double lambdaCls) {
      return new Losses(lambdaCls, lambdaRec, lambdaGp);
    }

    /** Returns a copy with this weight of the reconstruction loss, at least 0. */
    public Losses withLambdaRec(double lambdaRec) {
      return new Losses(lambdaCls, lambdaRec, lambdaGp);
    }

    /** Returns a copy with this weight of the gradient penalty, at least 0. */
    public Losses withLambdaGp(double lambdaGp) {
      return new Losses(lambdaCls, lambdaRec, lambdaGp);
    }
  }

  /** Checks every value, and that the networks fit the pictures. */
  public StarGanOptions {
    labels = List.copyOf(labels);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one set of labels, but got none");
    }
    networks.expectFits(picture);
    OptionChecks.atLeast(1, "nCritic", nCritic);
  }

  /**
   * As in the reference: RGB pictures of 128 pixels, {@linkplain Losses#defaults() its losses}, 5
   * steps of the discriminator for each of the generator, Adam with learning rate 1e-4 and β₁ 0.5.
   * The reference's learning rate decays linearly to 0 over the second half of training: give Adam
   * such a {@link org.atelier.optim.Schedule}.
   */
  public static StarGanOptions of(LabelSet... labels) {
    return new StarGanOptions(
        PictureShape.rgb(128),
        List.of(labels),
        StarGanNetworks.defaults(),
        Losses.defaults(),
        5,
        Adam.of(1e-4, 0.5));
  }

  /**
   * The size of the generator's conditioning vector: one value per label, and with several sets of
   * labels one per set (the paper's mask vector).
   */
  public int conditionSize() {
    return labelCount() + (labels.size() > 1 ? labels.size() : 0);
  }

  /** The number of labels of all sets. */
  public int labelCount() {
    return labels.stream().mapToInt(LabelSet::size).sum();
  }

  /** The index of a set's first label among those of all sets. */
  int firstLabel(int set) {
    return labels.subList(0, set).stream().mapToInt(LabelSet::size).sum();
  }

  /**
   * The conditioning vector for given labels of one set: 1 for these, 0 for its other labels.
   *
   * @param names any number of attributes of one set, or one domain
   * @return {@link #conditionSize} values
   * @throws IllegalArgumentException if no set has all the names; the message names those there are
   */
  public float[] condition(Collection<String> names) {
    return condition(setOf(names), names);
  }

  /**
   * As {@link #condition(Collection)}, with the set given by its index, which is needed where there
   * are several sets and no names.
   *
   * @param set from 0
   */
  public float[] condition(int set, Collection<String> names) {
    LabelSet own = labels.get(Objects.checkIndex(set, labels.size()));
    List<String> unknown = names.stream().filter(name -> !own.names().contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw unknown(unknown);
    }
    if (own.exclusive() && names.size() != 1) {
      throw new IllegalArgumentException(
          "Expected one domain out of %s, but got %s".formatted(own.names(), names));
    }
    var condition = new float[conditionSize()];
    int from = firstLabel(set);
    names.forEach(name -> condition[from + own.names().indexOf(name)] = 1);
    if (labels.size() > 1) {
      condition[labelCount() + set] = 1;
    }
    return condition;
  }

  private int setOf(Collection<String> names) {
    for (int s = 0; s < labels.size(); s++) {
      if (new HashSet<>(labels.get(s).names()).containsAll(names)) {
        return s;
      }
    }
    throw unknown(names);
  }

  private IllegalArgumentException unknown(Collection<String> names) {
    return new IllegalArgumentException(
        "No set of labels has %s; there are %s"
            .formatted(
                String.join(", ", names),
                String.join(
                    "; ", labels.stream().map(set -> String.join(", ", set.names())).toList())));
  }

  /**
   * Returns a copy for square pictures of this size, with a discriminator adapted to it: as many
   * layers as leave 2×2 pixels, at most 6.
   *
   * @param size in pixels
   */
  public StarGanOptions withImageSize(int size) {
    int layers = Math.max(1, Math.min(6, Integer.numberOfTrailingZeros(size) - 1));
    return new StarGanOptions(
        picture.withSize(size),
        labels,
        networks.withDiscriminatorLayers(layers),
        losses,
        nCritic,
        optimizer);
  }

  /** Returns a copy with this shape of the pictures. */
  public StarGanOptions withPicture(PictureShape picture) {
    return new StarGanOptions(picture, labels, networks, losses, nCritic, optimizer);
  }

  /** Returns a copy with these sets of labels. */
  public StarGanOptions withLabels(List<LabelSet> labels) {
    return new StarGanOptions(picture, labels, networks, losses, nCritic, optimizer);
  }

  /** Returns a copy with this architecture of the networks. */
  public StarGanOptions withNetworks(StarGanNetworks networks) {
    return new StarGanOptions(picture, labels, networks, losses, nCritic, optimizer);
  }

  /** Returns a copy with these weights of the losses. */
  public StarGanOptions withLosses(Losses losses) {
    return new StarGanOptions(picture, labels, networks, losses, nCritic, optimizer);
  }

  /** Returns a copy whose generator learns in every n-th step, n at least 1. */
  public StarGanOptions withNCritic(int nCritic) {
    return new StarGanOptions(picture, labels, networks, losses, nCritic, optimizer);
  }

  /** Returns a copy with this optimizer. */
  public StarGanOptions withOptimizer(Adam optimizer) {
    return new StarGanOptions(picture, labels, networks, losses, nCritic, optimizer);
  }
}
