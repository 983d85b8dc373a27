package io.gatun.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gatun.collection.CollectionInfo;
import io.gatun.job.control.PoolSnapshot;
import io.gatun.job.control.PoolSnapshot.JobState;
import io.gatun.job.control.PoolSnapshot.WorkerState;
import io.gatun.segment.SegmentName;
import io.gatun.sync.LockInfo;
import java.io.IOException;
import java.util.Locale;

/** What {@code gatun top} shows, as JSON. */
final class TopJson {
    private TopJson() {}

    static void write(JsonGenerator json, TopSnapshot now, TopRates rates) throws IOException {
        json.writeStringField("folder", SegmentName.folder().toString());
        json.writeStringField("time", now.time().toString());
        json.writeArrayFieldStart("pools");
        for (PoolSnapshot pool : now.pools()) {
            write(json, pool, rates);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("collections");
        for (CollectionInfo info : now.collections()) {
            json.writeStartObject();
            json.writeStringField("name", info.name().value());
            CollectionTexts.writeFields(json, info);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("locks");
        for (LockInfo lock : now.locks()) {
            LockTexts.write(json, lock);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("damaged");
        for (String line : now.damaged()) {
            json.writeString(line);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, PoolSnapshot pool, TopRates rates) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", pool.name().value());
        json.writeNumberField("coordinatorPid", pool.coordinatorPid());
        json.writeBooleanField("coordinated", pool.isCoordinated());
        if (pool.job().isPresent()) {
            JobState job = pool.job().get();
            json.writeObjectFieldStart("job");
            json.writeStringField("kernel", job.kernel());
            json.writeNumberField("elements", job.elements());
            json.writeNumberField("elementsDone", job.elementsDone());
            json.writeNumberField("chunks", job.chunks());
            json.writeNumberField("chunksDone", job.chunksDone());
            json.writeNumberField("chunksLost", job.chunksLost());
            json.writeEndObject();
        } else {
            json.writeNullField("job");
        }
        json.writeNumberField("elementsPerSecond", rates.of(pool));
        json.writeArrayFieldStart("workers");
        for (WorkerState worker : pool.workers()) {
            json.writeStartObject();
            json.writeNumberField("row", worker.row());
            json.writeNumberField("pid", worker.pid());
            json.writeStringField("state", worker.state().name().toLowerCase(Locale.ROOT));
            if (worker.chunk() < 0) {
                json.writeNullField("chunk");
            } else {
                json.writeNumberField("chunk", worker.chunk());
            }
            json.writeNumberField("chunksDone", worker.chunksDone());
            json.writeNumberField("elementsDone", worker.elementsDone());
            json.writeNumberField("elementsPerSecond", rates.of(pool, worker));
            json.writeNumberField("residentBytes", worker.residentBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
