/**
 * Collections that processes share by their names, and how their elements become bytes.
 *
 * <p>Begin with {@link io.gatun.collection.SharedMap}; {@link io.gatun.collection.SharedSet}, {@link io.gatun.collection.SharedList}, {@link
 * io.gatun.collection.SharedQueue}, {@link io.gatun.collection.SharedNamespace} and {@link io.gatun.collection.FrozenList} are the others, and {@link
 * io.gatun.collection.Codec} says what their elements may be. {@link io.gatun.collection.SharedCollections} tells from outside what there is, and checks it, also
 * when all who used it are dead.
 *
 * <p><b>How they lie in memory.</b> Each is one file. Offsets count bytes from its beginning; numbers are little-endian. Its first page never changes:
 *
 * <table class="striped">
 * <caption>The header of a collection</caption>
 * <thead><tr><th>offset</th><th>type</th><th>what</th></tr></thead>
 * <tbody>
 * <tr><td>0</td><td>8 bytes</td><td>{@code GATUNCOL}</td></tr>
 * <tr><td>8</td><td>int32</td><td>version, 1</td></tr>
 * <tr><td>12</td><td>int32</td><td>kind: {@link io.gatun.collection.CollectionKind#code()}</td></tr>
 * <tr><td>16</td><td>int64</td><td>length of the file</td></tr>
 * <tr><td>24</td><td>int64</td><td>the limit, in bytes</td></tr>
 * <tr><td>32</td><td>int32</td><td>length of the text</td></tr>
 * <tr><td>64</td><td>UTF-8</td><td>the text: what the elements are</td></tr>
 * </tbody>
 * </table>
 *
 * <p>At 4096 follow the locks, as {@link io.gatun.sync} has them: one, of a queue two; a frozen list has none. Maps, sets, namespaces and lists go on like this:
 *
 * <table class="striped">
 * <caption>The heap of a collection</caption>
 * <thead><tr><th>offset</th><th>type</th><th>what</th></tr></thead>
 * <tbody>
 * <tr><td>45056</td><td>int64</td><td>sequence: odd while somebody writes</td></tr>
 * <tr><td>45184</td><td>int64</td><td>length of the undo log; 0 if all is done</td></tr>
 * <tr><td>45192</td><td>int64</td><td>how much of the log has memory</td></tr>
 * <tr><td>45312</td><td>int64</td><td>where the heap ends</td></tr>
 * <tr><td>45320</td><td>int64</td><td>bytes of the blocks that are taken</td></tr>
 * <tr><td>45440</td><td>64 int64</td><td>roots. Of a table: entries, buckets, seed of the hash, 44 chunks of buckets. Of a list: elements, 44 chunks of
 * elements. A chunk is an address, of 8 words for the first two, and of twice as many for each that follows</td></tr>
 * <tr><td>45952</td><td></td><td>the lists of free blocks</td></tr>
 * <tr><td>53248</td><td></td><td>blocks: before each a word, its size with that word, bit 0 if it is free, bit 1 if the one before it is</td></tr>
 * <tr><td>53248 and the limit</td><td></td><td>the undo log</td></tr>
 * </tbody>
 * </table>
 *
 * <p>An entry of a table is the address of the next in its bucket (int64), the hash of its key (int64), the lengths of key and value (int32 each), and both. An element of a
 * list is its length (int32) and its bytes; address 0 is null. Who reads looks at the sequence before and after, and begins again if it was odd or is another.
 *
 * <p><b>Whose it is.</b> All of it lies in the shared memory folder, with mode 0600, and is attached only by the user that created it.
 */
@NullMarked
package io.gatun.collection;

import org.jspecify.annotations.NullMarked;
