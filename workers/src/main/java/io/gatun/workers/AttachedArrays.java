package io.gatun.workers;

import io.gatun.job.Binding;
import io.gatun.job.control.JobDescription;
import io.gatun.job.control.JobDescription.ArrayEntry;
import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SharedArray;
import io.gatun.segment.Trust;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The arrays a worker has attached, for the job it is at and for those to come: a mapping is worth keeping, since each of its
 * pages costs a fault when it is touched first.
 *
 * <p>An array is known by its file's identity, which no other file can have while this process has it mapped. One that has
 * lost its name is let go as soon as a job does without: its memory is wanted back.
 */
final class AttachedArrays {
    private final List<Entry> entries = new ArrayList<>();

    private static final class Entry {
        final SharedArray array;
        final Access access;
        long lastUsedNanos = System.nanoTime();

        Entry(SharedArray array, Access access) {
            this.array = array;
            this.access = access;
        }
    }

    /**
     * Returns a job's arrays, those attached that are not yet.
     *
     * @throws SegmentException if one cannot be attached, or its name stands for another file by now
     */
    JobArrays of(JobDescription job) {
        Map<String, JobArrays.Bound> arrays = new LinkedHashMap<>();
        List<SharedArray> used = new ArrayList<>();
        for (ArrayEntry wanted : job.arrays()) {
            SharedArray array = find(wanted).array;
            arrays.put(wanted.name(), new JobArrays.Bound(array, array.data(), wanted.binding()));
            used.add(array);
        }
        release(entry -> !used.contains(entry.array) && !entry.array.segment().hasItsName());
        return new JobArrays(job, arrays);
    }

    /** Notes that a job has used these arrays until now. */
    void used(JobArrays arrays) {
        long nowNanos = System.nanoTime();
        for (JobArrays.Bound bound : arrays.all()) {
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).array == bound.array()) {
                    entries.get(i).lastUsedNanos = nowNanos;
                }
            }
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Detaches what no job has used for some time; tells whether there was such an array. */
    boolean releaseUnused(long nanos) {
        long nowNanos = System.nanoTime();
        return release(entry -> nowNanos - entry.lastUsedNanos >= nanos);
    }

    private boolean release(Predicate<Entry> isDone) {
        boolean released = false;
        for (Iterator<Entry> rest = entries.iterator(); rest.hasNext(); ) {
            Entry entry = rest.next();
            if (isDone.test(entry)) {
                rest.remove();
                entry.array.close();
                released = true;
            }
        }
        return released;
    }

    private Entry find(ArrayEntry wanted) {
        Access access = wanted.binding() == Binding.READ ? Access.READ_ONLY : Access.READ_WRITE;
        for (Entry entry : entries) {
            if (entry.access == access && entry.array.segment().fileId().equals(wanted.fileId())) {
                entry.lastUsedNanos = System.nanoTime();
                return entry;
            }
        }
        SharedArray array = SharedArray.attach(wanted.path(), access, Trust.ANY_USER); // the coordinator has judged it
        if (!array.segment().fileId().equals(wanted.fileId())) {
            array.close();
            throw new SegmentException.NotFound(wanted.path());
        }
        Entry entry = new Entry(array, access);
        entries.add(entry);
        return entry;
    }
}
