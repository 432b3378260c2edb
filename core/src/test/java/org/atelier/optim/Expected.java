package org.atelier.optim;

/**
 * PyTorch's documented updates in plain Java and double precision, for one parameter: what the
 * native updates are held against.
 */
interface Expected {
  /** Changes {@code p} by its gradient. */
  void update(double[] p, double[] g, double learningRate);

  /** The update that the optimizer describes. */
  static Expected of(Optimizer optimizer) {
    if (optimizer instanceof Adam a) {
      return new Moments(a.beta1(), a.beta2(), a.epsilon(), a.weightDecay(), false);
    } else if (optimizer instanceof AdamW a) {
      return new Moments(a.beta1(), a.beta2(), a.epsilon(), a.weightDecay(), true);
    } else if (optimizer instanceof Sgd s) {
      return new Descent(s.momentum(), s.nesterov(), s.weightDecay());
    } else if (optimizer instanceof RmsProp r) {
      return new Squares(r);
    } else if (optimizer instanceof WeightClip clip) {
      Expected inner = of(clip.optimizer());
      return (p, g, learningRate) -> {
        inner.update(p, g, learningRate);
        for (int i = 0; i < p.length; i++) {
          p[i] = Math.max(-clip.bound(), Math.min(clip.bound(), p[i]));
        }
      };
    }
    throw new IllegalArgumentException(optimizer.toString());
  }

  /** torch.optim.Adam, and AdamW if {@code decoupled}. */
  final class Moments implements Expected {
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double decay;
    private final boolean decoupled;
    private double[] m = {};
    private double[] v = {};
    private int step;

    Moments(double beta1, double beta2, double epsilon, double decay, boolean decoupled) {
      this.beta1 = beta1;
      this.beta2 = beta2;
      this.epsilon = epsilon;
      this.decay = decay;
      this.decoupled = decoupled;
    }

    @Override
    public void update(double[] p, double[] g, double learningRate) {
      if (step == 0) {
        m = new double[p.length];
        v = new double[p.length];
      }
      step++;
      for (int i = 0; i < p.length; i++) {
        double gradient = g[i];
        if (decoupled) {
          p[i] -= learningRate * decay * p[i];
        } else {
          gradient += decay * p[i];
        }
        m[i] = beta1 * m[i] + (1 - beta1) * gradient;
        v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient;
        double unbiasedM = m[i] / (1 - Math.pow(beta1, step));
        double unbiasedV = v[i] / (1 - Math.pow(beta2, step));
        p[i] -= learningRate * unbiasedM / (Math.sqrt(unbiasedV) + epsilon);
      }
    }
  }

  /** torch.optim.RMSprop. */
  final class Squares implements Expected {
    private final RmsProp rule;
    private double[] squares = {};
    private double[] means = {};
    private double[] buffer = {};

    Squares(RmsProp rule) {
      this.rule = rule;
    }

    @Override
    public void update(double[] p, double[] g, double learningRate) {
      if (squares.length == 0) {
        squares = new double[p.length];
        means = new double[p.length];
        buffer = new double[p.length];
      }
      double alpha = rule.alpha();
      for (int i = 0; i < p.length; i++) {
        double gradient = g[i] + rule.weightDecay() * p[i];
        squares[i] = alpha * squares[i] + (1 - alpha) * gradient * gradient;
        means[i] = alpha * means[i] + (1 - alpha) * gradient;
        double variance = squares[i] - (rule.centered() ? means[i] * means[i] : 0);
        double change = gradient / (Math.sqrt(variance) + rule.epsilon());
        buffer[i] = rule.momentum() * buffer[i] + change;
        p[i] -= learningRate * buffer[i];
      }
    }
  }

  /** torch.optim.SGD without dampening, the special first step included. */
  final class Descent implements Expected {
    private final double momentum;
    private final boolean nesterov;
    private final double decay;
    private double[] buffer = {};

    Descent(double momentum, boolean nesterov, double decay) {
      this.momentum = momentum;
      this.nesterov = nesterov;
      this.decay = decay;
    }

    @Override
    public void update(double[] p, double[] g, double learningRate) {
      boolean first = buffer.length == 0;
      if (first) {
        buffer = new double[p.length];
      }
      for (int i = 0; i < p.length; i++) {
        double gradient = g[i] + decay * p[i];
        if (momentum != 0) {
          buffer[i] = first ? gradient : momentum * buffer[i] + gradient;
          gradient = nesterov ? gradient + momentum * buffer[i] : buffer[i];
        }
        p[i] -= learningRate * gradient;
      }
    }
  }
}
