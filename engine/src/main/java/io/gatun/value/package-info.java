/**
 * Single numbers and small structs that processes share, each changed in one step or under its lock.
 *
 * <p>Begin with {@link io.gatun.value.SharedLong}; {@link io.gatun.value.SharedInt}, {@link io.gatun.value.SharedDouble}, {@link io.gatun.value.SharedFloat},
 * {@link io.gatun.value.SharedByte}, {@link io.gatun.value.SharedChar} and {@link io.gatun.value.SharedBoolean} are the same for other types, and
 * {@link io.gatun.value.SharedValue} says what all of them have in common. A {@link io.gatun.value.SharedStruct} is several of them that belong
 * together, a {@link io.gatun.value.LockedArray} an array with a lock. They are {@code Value} and {@code Array} of Python's {@code multiprocessing},
 * found by a name instead of being inherited. Where there are many, put them into the cells of one {@link io.gatun.sync.CellSegment}.
 *
 * <p><b>How it lies in memory.</b> A value's segment is a sync area of one cell, as the package {@link io.gatun.sync} tells, of kind 10, a struct's of kind
 * 11. Offsets count bytes, numbers are little-endian.
 *
 * <table class="striped">
 * <caption>The segment of a value or a struct</caption>
 * <thead><tr><th>offset</th><th>type</th><th>what</th></tr></thead>
 * <tbody>
 * <tr><td>0</td><td>8 bytes</td><td>{@code GATUNSYN}</td></tr>
 * <tr><td>12</td><td>int32</td><td>kind: 10 for a value, 11 for a struct</td></tr>
 * <tr><td>24</td><td>int32</td><td>512; 0 if it has no lock</td></tr>
 * <tr><td>48</td><td>int32</td><td>length of the text</td></tr>
 * <tr><td>64</td><td>UTF-8</td><td>the text: NumPy's name of a value's type, {@code int64} for instance; of a struct, a Python dictionary that {@code
 * numpy.dtype} takes</td></tr>
 * <tr><td>36864</td><td>int64</td><td>the lock's word: 0 if nobody has it</td></tr>
 * <tr><td>36920</td><td>as the text says</td><td>the value, or the struct: byte 56 of the cell</td></tr>
 * </tbody>
 * </table>
 *
 * <p>The cell {@code i} of many begins at {@code 36864 + i * stride}, where the stride is the int32 at byte 32, and 128 for data of up to 72 bytes.
 *
 * <table class="striped">
 * <caption>The types</caption>
 * <thead><tr><th>here</th><th>text</th><th>in C</th><th>bytes</th></tr></thead>
 * <tbody>
 * <tr><td>{@link io.gatun.value.SharedByte}</td><td>{@code int8}</td><td>{@code int8_t}</td><td>1</td></tr>
 * <tr><td>{@link io.gatun.value.SharedBoolean}</td><td>{@code bool}</td><td>{@code bool}</td><td>1</td></tr>
 * <tr><td>{@link io.gatun.value.SharedChar}</td><td>{@code uint16}</td><td>{@code uint16_t}</td><td>2</td></tr>
 * <tr><td>{@link io.gatun.value.SharedInt}</td><td>{@code int32}</td><td>{@code int32_t}</td><td>4</td></tr>
 * <tr><td>{@link io.gatun.value.SharedFloat}</td><td>{@code float32}</td><td>{@code float}</td><td>4</td></tr>
 * <tr><td>{@link io.gatun.value.SharedLong}</td><td>{@code int64}</td><td>{@code int64_t}</td><td>8</td></tr>
 * <tr><td>{@link io.gatun.value.SharedDouble}</td><td>{@code float64}</td><td>{@code double}</td><td>8</td></tr>
 * </tbody>
 * </table>
 *
 * <p>A program in Python reads and writes a value so, without the lock and not in one step with reading it:
 * {@snippet lang = "python" :
 * hits = numpy.memmap('/dev/shm/hits', dtype='int64', mode='r+', offset=36920, shape=(1,))
 * hits[0] = 7
 * }
 *
 * <p>One in C maps the file and has what C11 has, {@code atomic_fetch_add((_Atomic int64_t *) (file + 36920), 1)} for instance, which adds in one
 * step with what is added here.
 */
@NullMarked
package io.gatun.value;

import org.jspecify.annotations.NullMarked;
