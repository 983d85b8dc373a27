/**
 * {@code gatun bench peers} and {@code gatun bench sync}: Gatun beside what its users would take instead, at the same work.
 *
 * <p>{@link io.gatun.bench.peers.Work} is what is done, {@link io.gatun.bench.peers.Peer} who does it,
 * {@link io.gatun.bench.peers.Rounds} how they take turns, {@link io.gatun.bench.peers.Ratio} what is made of their times, and
 * {@link io.gatun.bench.peers.PeerCatalog} and {@link io.gatun.bench.peers.SyncCatalog} have all of them;
 * {@link io.gatun.bench.peers.Comparison} is what the two commands share. Peers that are processes speak a line protocol, which
 * {@code bench/peers/peer.py} tells; a new one needs a program that speaks it, and an entry in the catalog.
 *
 * <p>What is measured is warm: processes are up, arrays are made and filled. The exception is {@code process}, which is all of a
 * command.
 */
@NullMarked
package io.gatun.bench.peers;

import org.jspecify.annotations.NullMarked;
