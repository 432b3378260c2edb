package org.atelier.benchmarks.experiments.translation;

import org.atelier.data.source.InMemory;

/**
 * Pictures that were held out, and what shall become of them.
 *
 * @param name of the trial, such as "b" for translations to B
 * @param given the pictures
 * @param wanted the labels that each shall have; empty where a model is told none
 * @param truth what each should become
 */
record Trial(String name, InMemory given, boolean[][] wanted, InMemory truth) {}
