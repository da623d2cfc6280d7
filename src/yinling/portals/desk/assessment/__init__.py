"""Assessment at the desk: the work list, the steps of one, what only the bureau does, the person page's panel."""
