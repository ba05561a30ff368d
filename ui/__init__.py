"""The planner's desk: ``streamlit run ui/app.py`` (or ``suixin serve``)."""
