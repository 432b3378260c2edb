package org.atelier.optim;

/**
 * How parameters are moved to lower an objective: by an {@link Optimizer}, which needs the gradient
 * at the current values alone and is one update text, or by {@link Lbfgs}, which evaluates the
 * objective again at points that it chooses. Networks in training take an {@code Optimizer}; a
 * canvas takes either.
 */
public sealed interface Minimiser permits Optimizer, Lbfgs {}
