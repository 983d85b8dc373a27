/**
 * What the primitives of {@code io.gatun.sync} promise, as cases that are written once and played in several worlds: by
 * threads, by processes, and by CPython with its own {@code multiprocessing}, which is the model and so shows that what a case
 * expects is CPython's and not our memory of it.
 *
 * <p>A {@link io.gatun.sync.contract.Scenario} is told to the parties of a {@link io.gatun.sync.contract.Cast}, which a
 * {@link io.gatun.sync.contract.World} makes; {@link io.gatun.sync.contract.EveryWorld} is what a test plays it in. Where
 * Gatun differs on purpose, {@link io.gatun.sync.contract.Difference} says why.
 */
@NullMarked
package io.gatun.sync.contract;

import org.jspecify.annotations.NullMarked;
