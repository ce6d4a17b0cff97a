"""The pointer's model: windows of Open Dental as data, and paths of frames with one target each."""
