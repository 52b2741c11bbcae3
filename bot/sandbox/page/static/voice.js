// Recording a voice note; where the browser won't, a file is picked instead.

import { $, toast } from "./dom.js";

let stop = null;

export async function record(onDone, onUnable) {
  if (stop) return stop(true);
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    toast("No microphone here. Pick a sound file instead.");
    return onUnable();
  }
  const pieces = [];
  const recorder = new MediaRecorder(stream);
  const began = performance.now();
  const seconds = () => Math.floor((performance.now() - began) / 1000);
  const ticking = setInterval(() => { $("recording-time").textContent = `${Math.floor(seconds() / 60)}:${String(seconds() % 60).padStart(2, "0")}`; }, 250);
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.start();
  show(true);
  return new Promise((resolve) => {
    stop = (isWanted) => {
      stop = null;
      clearInterval(ticking);
      show(false);
      const lasted = Math.max(1, seconds());
      recorder.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        if (isWanted) onDone(new Blob(pieces, { type: recorder.mimeType }), lasted);
        resolve();
      };
      recorder.stop();
    };
    $("recording-drop").onclick = () => stop?.(false);
  });
}

function show(isRecording) {
  $("recording").hidden = !isRecording;
  $("text").hidden = isRecording;
  $("record").classList.toggle("active", isRecording);
  $("record").setAttribute("aria-label", isRecording ? "Stop and send the voice note" : "Record a voice note");
  $("recording-time").textContent = "0:00";
}
